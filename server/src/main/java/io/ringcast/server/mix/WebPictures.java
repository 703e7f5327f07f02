package io.ringcast.server.mix;

import io.ringcast.events.outside.OutsideGet;
import io.ringcast.mixer.job.PictureSource;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures from the public Internet: PNG, JPEG, GIF and BMP, of bounded size, of which so many are fetched at a time. What is larger than
 * any canvas is made smaller at once.
 */
public final class WebPictures implements PictureSource, AutoCloseable {
  static final int BYTES_MAX = 5_000_000;
  static final long TOTAL_MS = 10_000;
  static final int SIDE_MAX = 4_096;
  /** Fetched at a time; further ones are refused, and asked for again by who wants them. */
  static final int FETCHES_MAX = 32;
  /** As large as a canvas can be. */
  private static final int KEPT_SIDE_MAX = 1_920;
  private static final Logger LOG = LoggerFactory.getLogger(WebPictures.class);

  private final ScheduledExecutorService timer =
    Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("pictures-timer").daemon().factory());
  private final ExecutorService fetching = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("picture-", 0).factory());
  private final Semaphore places = new Semaphore(FETCHES_MAX);
  private final Semaphore decoding = new Semaphore(1);
  private final OutsideGet get;

  public WebPictures() {
    this(false, TOTAL_MS);
  }

  WebPictures(boolean insideAllowed, long totalMs) {
    get = new OutsideGet("pictures", timer, insideAllowed, BYTES_MAX, totalMs);
  }

  @Override
  public void fetch(URI uri, Consumer<@Nullable BufferedImage> then) {
    if (!places.tryAcquire()) {
      then.accept(null);
      return;
    }
    try {
      fetching.execute(() -> {
        BufferedImage image = null;
        try {
          image = image(uri);
        } finally {
          places.release();
          then.accept(image);
        }
      });
    } catch (RejectedExecutionException e) {
      places.release();
      then.accept(null);
    }
  }

  private @Nullable BufferedImage image(URI uri) {
    try {
      byte[] bytes = get.bytes(uri);
      decoding.acquireUninterruptibly();
      try {
        return decoded(bytes);
      } finally {
        decoding.release();
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("the picture {} cannot be had: {}", uri, e.toString());
      return null;
    }
  }

  private static BufferedImage decoded(byte[] bytes) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is no picture");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if (reader.getWidth(0) > SIDE_MAX || reader.getHeight(0) > SIDE_MAX) {
          throw new IOException("it has " + reader.getWidth(0) + " by " + reader.getHeight(0) + " pixels");
        }
        return fitted(reader.read(0));
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage fitted(BufferedImage image) {
    double scale = Math.min(1, (double) KEPT_SIDE_MAX / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) (image.getWidth() * scale));
    int height = Math.max(1, (int) (image.getHeight() * scale));
    BufferedImage fitted = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = fitted.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(image, 0, 0, width, height, null);
    pen.dispose();
    return fitted;
  }

  @Override
  public void close() {
    fetching.shutdownNow();
    timer.shutdownNow();
    get.close();
  }
}
