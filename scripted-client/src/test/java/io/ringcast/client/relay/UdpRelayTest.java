package io.ringcast.client.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientLoop;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UdpRelayTest {
  private static final long SEED = 4711;
  private static final int DATAGRAMS = 200;
  private final ClientLoop loop = new ClientLoop("relay-test");

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  @Test
  @Timeout(20)
  void losesByTheSeed() throws IOException {
    try (DatagramSocket server = socket(); DatagramSocket client = socket()) {
      UdpRelay relay = relay(server);
      relay.toServer().impair(Impairment.loss(0.3));
      for (int i = 0; i < DATAGRAMS; i++) {
        client.send(new DatagramPacket(new byte[] {(byte) i}, 1, relay.address()));
      }
      int arrived = 0;
      while (relay.toServer().passed() + relay.toServer().lost() < DATAGRAMS || arrived < relay.toServer().passed()) {
        arrived += receive(server) == null ? 0 : 1;
      }
      assertThat(arrived).as("seed %d", SEED).isBetween(DATAGRAMS / 2, DATAGRAMS * 8 / 10);
      assertThat(relay.toServer().lost()).isEqualTo(DATAGRAMS - arrived);
    }
  }

  @Test
  void answersFindTheirClient() throws IOException {
    try (DatagramSocket server = socket(); DatagramSocket one = socket(); DatagramSocket other = socket()) {
      UdpRelay relay = relay(server);
      for (DatagramSocket client : new DatagramSocket[] {one, other}) {
        client.send(new DatagramPacket(new byte[] {(byte) client.getLocalPort()}, 1, relay.address()));
        DatagramPacket seen = receive(server);
        assertThat(seen).isNotNull();
        server.send(new DatagramPacket(seen.getData(), 1, seen.getSocketAddress()));
        DatagramPacket answer = receive(client);
        assertThat(answer).isNotNull();
        assertThat(answer.getData()[0]).isEqualTo((byte) client.getLocalPort());
      }
    }
  }

  private UdpRelay relay(DatagramSocket server) {
    CompletableFuture<UdpRelay> made = new CompletableFuture<>();
    loop.execute(() -> made.complete(new UdpRelay(loop, (InetSocketAddress) server.getLocalSocketAddress(), SEED)));
    return made.join();
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(100);
    return socket;
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    try {
      socket.receive(packet);
      return packet;
    } catch (SocketTimeoutException e) {
      return null;
    }
  }
}
