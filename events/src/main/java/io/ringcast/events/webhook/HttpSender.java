package io.ringcast.events.webhook;

import io.ringcast.events.Event;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.format.Body;
import io.ringcast.events.format.Signature;
import io.ringcast.events.outside.CheckedLookup;
import io.ringcast.events.outside.InsideAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to one receiver, and believes nothing it says but the status: no redirect is followed, no cookie kept, little read, and when the
 * time is over the thread is interrupted, which closes its socket, whatever it waits for.
 */
public final class HttpSender implements Sender {
  /** Everything, from the lookup of the name to the end of the answer. */
  static final long TOTAL_MS = 10_000;
  private static final Timeout CONNECT = Timeout.ofSeconds(5);
  private static final Timeout SILENCE = Timeout.ofSeconds(8);
  /** An answer that is read to its end leaves the connection usable; a longer one is cut off with its connection. */
  private static final int ANSWER_BYTES_MAX = 16 << 10;
  private static final int HEADERS_MAX = 100;
  private static final int LINE_BYTES_MAX = 8 << 10;
  private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(5);
  private static final TimeValue LOOKED_AT_AFTER = TimeValue.ofMilliseconds(500);
  private static final Logger LOG = LoggerFactory.getLogger(HttpSender.class);

  private final Receiver receiver;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ScheduledExecutorService timer;
  private final CheckedLookup lookup;
  private final CloseableHttpClient client;
  private final long totalMs;

  /** @param timer interrupts what takes too long */
  public HttpSender(Receiver receiver, InstantSource clock, RandomGenerator random, ScheduledExecutorService timer, int connectionsMax) {
    this(receiver, clock, random, timer, new Network(InetAddress::getAllByName, DefaultClientTlsStrategy.createDefault(),
      connectionsMax, TOTAL_MS));
  }

  /** What a test replaces of the world. */
  record Network(CheckedLookup.Names names, TlsSocketStrategy tls, int connectionsMax, long totalMs) {}

  HttpSender(Receiver receiver, InstantSource clock, RandomGenerator random, ScheduledExecutorService timer, Network network) {
    this.receiver = receiver;
    this.clock = clock;
    this.random = random;
    this.timer = timer;
    totalMs = network.totalMs();
    lookup = new CheckedLookup(receiver.id(), network.names(), receiver.insideAllowed());
    client = client(lookup, network);
  }

  private static CloseableHttpClient client(CheckedLookup lookup, Network network) {
    Http1Config limits = Http1Config.custom().setMaxHeaderCount(HEADERS_MAX).setMaxLineLength(LINE_BYTES_MAX).build();
    HttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
      .setDnsResolver(lookup)
      .setTlsSocketStrategy(network.tls())
      .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
      .setMaxConnTotal(network.connectionsMax())
      .setMaxConnPerRoute(network.connectionsMax())
      .setDefaultConnectionConfig(ConnectionConfig.custom()
        .setConnectTimeout(CONNECT)
        .setSocketTimeout(SILENCE)
        .setTimeToLive(CONNECTION_LIFE)
        .setValidateAfterInactivity(LOOKED_AT_AFTER)
        .build())
      .build();
    return HttpClients.custom()
      .setConnectionManager(connections)
      .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(SILENCE).setConnectionRequestTimeout(CONNECT).build())
      .setUserAgent("Ringcast")
      .disableRedirectHandling()
      .disableAutomaticRetries()
      .disableCookieManagement()
      .disableAuthCaching()
      .disableContentCompression()
      .build();
  }

  @Override
  public Outcome send(Event event) {
    Body body;
    try {
      body = receiver.format().renderer().render(event);
    } catch (RuntimeException e) {
      LOG.warn("Event {} cannot be told in the format {}", event.id(), receiver.format().name(), e);
      return Outcome.UNRENDERABLE;
    }
    return send(body);
  }

  /** Sends something once and waits for what comes of it; it always returns, within a bounded time. */
  public Outcome send(Body body) {
    HttpPost request;
    try {
      request = request(body);
    } catch (RuntimeException | URISyntaxException e) {
      LOG.warn("A request to {} cannot be made", receiver.id(), e);
      return Outcome.UNRENDERABLE;
    }
    Thread sending = Thread.currentThread();
    ScheduledFuture<?> deadline = timer.schedule(sending::interrupt, totalMs, TimeUnit.MILLISECONDS);
    try {
      return post(request);
    } catch (IOException e) {
      LOG.debug("Webhook receiver {}: {}", receiver.id(), e.toString());
      return Thread.currentThread().isInterrupted() ? Outcome.TIMED_OUT : outcome(e);
    } finally {
      deadline.cancel(false);
    }
  }

  private HttpPost request(Body body) throws URISyntaxException {
    Signature signature = receiver.format().signer().sign(body, receiver.key(), clock.instant(), random);
    URIBuilder url = new URIBuilder(receiver.url());
    signature.query().forEach(url::addParameter);
    URI target = signature.query().isEmpty() ? receiver.url() : url.build();
    HttpPost request = new HttpPost(target);
    signature.headers().forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(body.bytes(), ContentType.parse(body.contentType())));
    return request;
  }

  private Outcome post(HttpPost request) throws IOException {
    ClassicHttpResponse response = client.executeOpen(null, request, null);
    Outcome outcome = outcome(response.getCode());
    try {
      if (!readToEnd(response.getEntity())) {
        request.cancel();
      }
      response.close();
    } catch (IOException e) {
      // The status has been heard; how its body ends changes nothing.
      LOG.debug("Webhook receiver {} broke off its answer: {}", receiver.id(), e.toString());
      request.cancel();
    }
    return outcome;
  }

  private static boolean readToEnd(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return true;
    }
    InputStream content = entity.getContent();
    return content == null || content.readNBytes(ANSWER_BYTES_MAX).length < ANSWER_BYTES_MAX;
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case 400, 406, 409, 413, 415, 422 -> Outcome.REJECTED;
      default -> switch (status / 100) {
        case 2 -> Outcome.ACCEPTED;
        case 3 -> Outcome.REDIRECTED;
        case 4 -> Outcome.REFUSED;
        default -> Outcome.FAILED;
      };
    };
  }

  private static Outcome outcome(IOException failure) {
    return switch (failure) {
      case InsideAddressException _ -> Outcome.INSIDE_ADDRESS;
      case UnknownHostException _ -> Outcome.UNKNOWN_HOST;
      case SocketTimeoutException _ -> Outcome.TIMED_OUT;
      case InterruptedIOException _ -> Outcome.TIMED_OUT;
      case SSLException _ -> Outcome.TLS_FAILED;
      case ClientProtocolException _ -> Outcome.MALFORMED;
      case MessageConstraintException _ -> Outcome.MALFORMED;
      default -> Outcome.UNREACHABLE;
    };
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("Webhook receiver {}: {}", receiver.id(), e.toString());
    }
    lookup.close();
  }
}
