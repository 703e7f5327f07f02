package io.ringcast.mixer.picture;

import io.ringcast.mixer.layout.Fit;
import io.ringcast.mixer.layout.Rect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The picture that all tiles make. From one frame to the next only what changed is drawn: tiles with a new picture and what lies over them.
 * A mark is never drawn over itself: where one has to be drawn, all below it is drawn before. Owned by one thread.
 */
public final class Canvas implements AutoCloseable {
  private final Picture picture;
  private final Picture backdrop;
  private final Map<String, Surface> surfaces = new HashMap<>();
  private final List<View> views = new ArrayList<>();
  private final List<Fit> fits = new ArrayList<>();
  private final List<Boolean> changes = new ArrayList<>();
  private List<Fit> places = List.of();
  private List<Mark> marks = List.of();
  private boolean stale = true;
  private long tilesDrawn;

  public Canvas(int width, int height, int backgroundRgb) {
    picture = Picture.of(width, height);
    backdrop = Picture.of(width, height);
    backdrop.fill(backdrop.bounds(), Color.ofRgb(backgroundRgb));
  }

  /** The picture as it was composed last; it stays the canvas's and changes with the next. */
  public Picture picture() {
    return picture;
  }

  /** Puts an image into the background, over the colour and what was put there before. */
  public void backdrop(Mark image) {
    image.drawOn(backdrop);
    stale = true;
  }

  /** Makes the next frame of these views, lowest first, under these marks; false when it is the same as the last. */
  public boolean compose(List<View> all, List<Mark> newMarks) {
    begin();
    all.forEach(this::put);
    return finish(newMarks);
  }

  /** The next frame begins; what was put for one that was not finished is forgotten. */
  public void begin() {
    stale |= !views.isEmpty();
    views.clear();
    fits.clear();
    changes.clear();
  }

  /** Takes the next view, over those before it: at once, while a picture that was just decoded is near. */
  public void put(View view) {
    Fit fit = fit(view);
    Surface surface = surfaces.computeIfAbsent(view.tile().streamId(), id -> new Surface(fit));
    boolean changed = !surface.shows(view.version()) || !surface.fit().from().equals(fit.from()) || !sameSize(surface.fit().to(), fit.to());
    if (changed) {
      surface.take(view, fit);
    } else {
      surface.moveTo(fit);
    }
    views.add(view);
    fits.add(fit);
    changes.add(changed);
  }

  /** Makes the frame of what was put, under these marks; false when it is the same as the last. */
  public boolean finish(List<Mark> newMarks) {
    boolean all = stale || !fits.equals(places) || !newMarks.equals(marks);
    places = List.copyOf(fits);
    marks = List.copyOf(newMarks);
    forgetOthers();
    boolean[] changed = new boolean[changes.size()];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = changes.get(i);
    }
    Damage damage = all ? Damage.all() : Damage.of(fits.stream().map(Fit::to).toList(), changed, marks.stream().map(Mark::rect).toList());
    if (damage.isNone()) {
      views.clear();
      return false;
    }
    if (all) {
      picture.copy(backdrop, backdrop.bounds(), 0, 0);
    }
    for (int i = 0; i < marks.size() && !all; i++) {
      Rect place = marks.get(i).rect();
      if (damage.mark(i)) {
        picture.copy(backdrop, place, place.x(), place.y());
      }
    }
    draw(damage);
    stale = false;
    views.clear();
    return true;
  }

  private static Fit fit(View view) {
    View.Size size = view.size();
    return Fit.of(size.width(), size.height(), view.tile().rect(), view.tile().fill());
  }

  private void forgetOthers() {
    Set<String> shown = new HashSet<>();
    views.forEach(view -> shown.add(view.tile().streamId()));
    surfaces.entrySet().removeIf(entry -> {
      boolean gone = !shown.contains(entry.getKey());
      if (gone) {
        entry.getValue().close();
      }
      return gone;
    });
  }

  private static boolean sameSize(Rect one, Rect other) {
    return one.width() == other.width() && one.height() == other.height();
  }

  private void draw(Damage damage) {
    for (int i = 0; i < views.size(); i++) {
      Surface surface = surfaces.get(views.get(i).tile().streamId());
      if (damage.tile(i) && surface != null) {
        surface.drawOn(picture);
        tilesDrawn++;
      }
    }
    for (int i = 0; i < marks.size(); i++) {
      if (damage.mark(i)) {
        marks.get(i).drawOn(picture);
      }
    }
  }

  /** How many times a tile was copied to the canvas. */
  public long tilesDrawn() {
    return tilesDrawn;
  }

  @Override
  public void close() {
    surfaces.values().forEach(Surface::close);
    surfaces.clear();
    backdrop.close();
    picture.close();
  }
}
