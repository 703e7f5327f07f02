package io.ringcast.mixer.picture;

import io.ringcast.mixer.config.RenderMode;
import io.ringcast.mixer.layout.Fit;
import org.jspecify.annotations.Nullable;

/** A picture once more in another size; one of other proportions is shown whole, between black bars. Owned by one thread. */
public final class SmallPicture implements AutoCloseable {
  private final Picture whole;
  private final Scaler scaler = new Scaler();
  private @Nullable Picture inner;

  public SmallPicture(int width, int height) {
    whole = Picture.of(width, height);
    whole.fill(whole.bounds(), Color.ofRgb(0));
  }

  /** The same in its size; it stays this one's and changes with the next. */
  public Picture of(Picture large) {
    Fit fit = Fit.of(large.width(), large.height(), whole.bounds(), RenderMode.WHOLE);
    if (fit.to().equals(whole.bounds())) {
      scaler.scale(large.frame(), fit.from(), whole);
      return whole;
    }
    Picture part = inner;
    if (part == null || part.width() != fit.to().width() || part.height() != fit.to().height()) {
      if (part != null) {
        part.close();
        whole.fill(whole.bounds(), Color.ofRgb(0));
      }
      part = Picture.of(fit.to().width(), fit.to().height());
      inner = part;
    }
    scaler.scale(large.frame(), fit.from(), part);
    whole.copy(part, part.bounds(), fit.to().x(), fit.to().y());
    return whole;
  }

  @Override
  public void close() {
    scaler.close();
    whole.close();
    if (inner != null) {
      inner.close();
      inner = null;
    }
  }
}
