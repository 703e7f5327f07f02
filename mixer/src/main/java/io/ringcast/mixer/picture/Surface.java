package io.ringcast.mixer.picture;

import io.ringcast.mixer.layout.Fit;
import io.ringcast.mixer.layout.Rect;
import org.jspecify.annotations.Nullable;

/** One tile's picture as it was scaled last, so that what lies over a changing picture is only copied again. Freed by {@link #close}. */
final class Surface implements AutoCloseable {
  private static final long NONE = Long.MIN_VALUE;

  private final Scaler scaler = new Scaler();
  private @Nullable Picture scaled;
  private @Nullable Picture scaledLying;
  private Fit fit;
  private long version = NONE;

  Surface(Fit fit) {
    this.fit = fit;
  }

  Fit fit() {
    return fit;
  }

  boolean shows(long other) {
    return version == other;
  }

  /** Takes the next picture; a frame that cannot be read leaves the last one. */
  void take(View view, Fit newFit) {
    Rect to = newFit.to();
    Picture target = scaled;
    if (target == null || target.width() != to.width() || target.height() != to.height()) {
      Picture fresh = Picture.of(to.width(), to.height());
      fresh.fill(fresh.bounds(), Color.ofRgb(0));
      if (target != null) {
        target.close();
      }
      target = fresh;
      scaled = fresh;
    }
    fit = newFit;
    version = view.version();
    if (view.turns() == 0) {
      scaler.scale(view.frame(), newFit.from(), target);
    } else {
      scaleTurned(view, newFit.from(), target);
    }
  }

  private void scaleTurned(View view, Rect from, Picture target) {
    boolean exchanges = Turn.exchangesSides(view.turns());
    int width = exchanges ? target.height() : target.width();
    int height = exchanges ? target.width() : target.height();
    Picture lying = scaledLying;
    if (lying == null || lying.width() != width || lying.height() != height) {
      if (lying != null) {
        lying.close();
      }
      lying = Picture.of(width, height);
      scaledLying = lying;
    }
    Rect part = Turn.lying(from, view.frame().width(), view.frame().height(), view.turns());
    if (scaler.scale(view.frame(), part, lying)) {
      Turn.copy(lying, target, view.turns());
    }
  }

  /** Puts the same picture elsewhere. */
  void moveTo(Fit newFit) {
    fit = newFit;
  }

  void drawOn(Picture canvas) {
    if (scaled != null) {
      canvas.copy(scaled, scaled.bounds(), fit.to().x(), fit.to().y());
    }
  }

  @Override
  public void close() {
    scaler.close();
    if (scaled != null) {
      scaled.close();
      scaled = null;
    }
    if (scaledLying != null) {
      scaledLying.close();
      scaledLying = null;
    }
  }
}
