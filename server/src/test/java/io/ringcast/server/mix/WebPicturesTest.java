package io.ringcast.server.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures of servers that serve what they like. */
@Timeout(60)
class WebPicturesTest {
  private static final long HASTY_MS = 500;

  private ServerSocket listening;
  private WebPictures pictures = new WebPictures(true, WebPictures.TOTAL_MS);

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    pictures.close();
    listening.close();
  }

  /** What answers one request after its head was read. */
  @FunctionalInterface
  private interface Answer {
    void on(OutputStream out) throws IOException;
  }

  private Optional<BufferedImage> fetched(Answer answer) throws InterruptedException {
    Thread.ofVirtual().start(() -> {
      try (Socket socket = listening.accept()) {
        int _ = socket.getInputStream().read(new byte[8_192]);
        answer.on(socket.getOutputStream());
      } catch (IOException e) {
        // The fetcher has gone, as it should.
      }
    });
    return fetched(URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/picture"));
  }

  private Optional<BufferedImage> fetched(URI uri) throws InterruptedException {
    BlockingQueue<Optional<BufferedImage>> told = new LinkedBlockingQueue<>();
    pictures.fetch(uri, image -> told.add(Optional.ofNullable(image)));
    Optional<BufferedImage> image = told.poll(40, TimeUnit.SECONDS);
    assertThat(image).as("something is told").isNotNull();
    return image;
  }

  private static void head(OutputStream out, String status, long length) throws IOException {
    out.write(("HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static Answer png(int width, int height) {
    return out -> {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, 0xFF8000);
      ImageIO.write(image, "png", png);
      head(out, "200 OK", png.size());
      png.writeTo(out);
    };
  }

  @Test
  void aPictureComes() throws InterruptedException {
    BufferedImage image = fetched(png(30, 20)).orElseThrow();
    assertThat(image.getWidth()).isEqualTo(30);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFF8000);
  }

  @Test
  void oneLargerThanAnyCanvasIsMadeSmaller() throws InterruptedException {
    BufferedImage image = fetched(png(3_840, 100)).orElseThrow();
    assertThat(image.getWidth()).isEqualTo(1_920);
    assertThat(image.getHeight()).isEqualTo(50);
  }

  @Test
  void oneOfTooManyPixelsIsNotDecoded() throws InterruptedException {
    assertThat(fetched(png(WebPictures.SIDE_MAX + 1, 1))).isEmpty();
  }

  @Test
  void whatIsNoPictureIsNone() throws InterruptedException {
    assertThat(fetched(out -> {
      head(out, "200 OK", 7);
      out.write("<html/>".getBytes(StandardCharsets.US_ASCII));
    })).isEmpty();
    assertThat(fetched(out -> head(out, "404 Not Found", 0))).isEmpty();
    assertThat(fetched(out -> out.write("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
      .getBytes(StandardCharsets.US_ASCII)))).isEmpty();
  }

  @Test
  void whatDoesNotEndIsCutOff() throws InterruptedException {
    long[] sent = new long[1];
    assertThat(fetched(out -> {
      head(out, "200 OK", 100_000_000);
      byte[] piece = new byte[65_536];
      while (sent[0] < 100_000_000) {
        out.write(piece);
        sent[0] += piece.length;
      }
    })).isEmpty();
    assertThat(sent[0]).isLessThan(50_000_000);
  }

  @Test
  void whatHangsIsGivenUp() throws InterruptedException {
    pictures.close();
    pictures = new WebPictures(true, HASTY_MS);
    assertThat(fetched(out -> {
      head(out, "200 OK", 1_000);
      try {
        listening.accept();
      } catch (IOException e) {
        // Until the test ends.
      }
    })).isEmpty();
  }

  @Test
  void nothingInsideTheNetworkIsAsked() throws InterruptedException {
    pictures.close();
    pictures = new WebPictures();
    boolean[] asked = new boolean[1];
    assertThat(fetched(out -> asked[0] = true)).isEmpty();
    assertThat(asked[0]).isFalse();
    for (String host : new String[] {"localhost", "169.254.169.254", "10.0.0.1", "[::1]", "[fd00::1]"}) {
      assertThat(fetched(URI.create("http://" + host + "/picture"))).as(host).isEmpty();
    }
  }
}
