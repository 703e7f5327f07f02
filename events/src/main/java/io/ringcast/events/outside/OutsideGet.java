package io.ringcast.events.outside;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what others name by an address: from the public Internet only, without redirects, cookies and compression, at most so many bytes
 * and within a bounded time, when the thread is interrupted. For threads that may wait.
 */
public final class OutsideGet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideGet.class);
  private static final Timeout CONNECT = Timeout.ofSeconds(5);
  private static final Timeout SILENCE = Timeout.ofSeconds(5);
  private static final int CONNECTIONS_MAX = 16;
  private static final int HEADERS_MAX = 100;
  private static final int LINE_BYTES_MAX = 8 << 10;
  private static final int OK = 200;

  private final ScheduledExecutorService timer;
  private final CheckedLookup lookup;
  private final CloseableHttpClient client;
  private final long totalMs;
  private final int bytesMax;

  /**
   * Fetches from outside.
   *
   * @param purpose names its thread
   * @param timer interrupts what takes too long
   * @param insideAllowed for operators who serve such things in their own network
   */
  public OutsideGet(String purpose, ScheduledExecutorService timer, boolean insideAllowed, int bytesMax, long totalMs) {
    this.timer = timer;
    this.totalMs = totalMs;
    this.bytesMax = bytesMax;
    lookup = new CheckedLookup(purpose, InetAddress::getAllByName, insideAllowed);
    Http1Config limits = Http1Config.custom().setMaxHeaderCount(HEADERS_MAX).setMaxLineLength(LINE_BYTES_MAX).build();
    client = HttpClients.custom()
      .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(lookup)
        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
        .setMaxConnTotal(CONNECTIONS_MAX)
        .setMaxConnPerRoute(CONNECTIONS_MAX)
        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).setSocketTimeout(SILENCE).build())
        .build())
      .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(SILENCE).setConnectionRequestTimeout(CONNECT).build())
      .setUserAgent("Ringcast")
      .disableRedirectHandling()
      .disableAutomaticRetries()
      .disableCookieManagement()
      .disableAuthCaching()
      .disableContentCompression()
      .build();
  }

  /** What lies there, in whole. */
  public byte[] bytes(URI uri) throws IOException {
    HttpGet request = new HttpGet(uri);
    Thread waiting = Thread.currentThread();
    ScheduledFuture<?> deadline = timer.schedule(waiting::interrupt, totalMs, TimeUnit.MILLISECONDS);
    try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
      HttpEntity entity = response.getEntity();
      InputStream content = response.getCode() == OK && entity != null ? entity.getContent() : null;
      if (content == null) {
        request.cancel();
        throw new IOException("the answer is " + response.getCode());
      }
      byte[] bytes = content.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        request.cancel();
        throw new IOException("it has more than " + bytesMax + " bytes");
      }
      return bytes;
    } finally {
      deadline.cancel(false);
      boolean _ = Thread.interrupted();
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("A client is closed: {}", e.toString());
    }
    lookup.close();
  }
}
