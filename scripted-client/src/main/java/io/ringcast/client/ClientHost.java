package io.ringcast.client;

import io.ringcast.client.dtls.DtlsIdentity;
import io.ringcast.client.ice.StunCodec;
import io.ringcast.sfu.sctp.SctpScratch;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** What scripted peers share: the loop they live on, a certificate, the STUN codec, an HTTP client and randomness. */
public final class ClientHost implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final ClientLoop loop;
  private final SecureRandom random = new SecureRandom();
  private final DtlsIdentity identity = DtlsIdentity.create(random, Instant.now());
  private final StunCodec stun = new StunCodec();
  private final SctpScratch sctp = new SctpScratch();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1).build();

  private final InetAddress address;

  /** Peers at the loopback address. */
  public ClientHost() {
    this(InetAddress.getLoopbackAddress(), new ClientLoop("scripted-client"));
  }

  /**
   * Peers at another address of this machine, or on another kind of loop.
   *
   * @param address IPv4, what they send from
   * @param loop the host's from now on
   */
  public ClientHost(InetAddress address, ClientLoop loop) {
    this.address = address;
    this.loop = loop;
  }

  /** What peers send from. */
  public InetAddress address() {
    return address;
  }

  public ClientLoop loop() {
    return loop;
  }

  public RandomGenerator random() {
    return random;
  }

  public HttpClient http() {
    return http;
  }

  DtlsIdentity identity() {
    return identity;
  }

  StunCodec stun() {
    return stun;
  }

  SctpScratch sctp() {
    return sctp;
  }

  /** Ends the loop: peers still there vanish. */
  @Override
  public void close() {
    loop.close();
    http.close();
  }
}
