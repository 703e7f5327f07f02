package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.sctp.DataChannels;
import io.ringcast.sfu.sctp.DataListener;
import io.ringcast.sfu.sctp.SctpScratch;
import io.ringcast.sfu.sctp.SctpSettings;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data channels over two real DTLS associations, whose datagrams all arrive. */
@Timeout(60)
class RecordsOfDataTest {
  private static final int MESSAGE_BYTES = 100_000;

  private final BouncyDtls dtls = new BouncyDtls(new SecureRandom(), 2);
  private final BlockingQueue<Mailbox.Command> commands = new LinkedBlockingQueue<>();
  private int opened;

  @Test
  void messagesPassInBothDirections() throws InterruptedException {
    Side server = new Side(false);
    Side client = new Side(true);
    server.open(client);
    client.open(server);
    run(() -> opened == 2);
    DataChannel channel = server.channels.open(DataChannelSpec.reliable("_reliable"), 0);
    assertThat(channel).isNotNull();
    run(() -> client.said.contains("open _reliable"));
    server.channels.send(channel, new byte[MESSAGE_BYTES], true, 0);
    client.channels.send(client.channels.channels().getFirst(), new byte[3], false, 0);
    run(() -> client.said.contains("binary " + MESSAGE_BYTES) && server.said.contains("text 3"));
    server.association.close(0);
    server.association.send(new byte[3], 0, 3, 0);
    dtls.awaitClosed(Duration.ofSeconds(10));
  }

  private interface Condition {
    boolean holds();
  }

  private void run(Condition until) throws InterruptedException {
    while (!until.holds()) {
      Mailbox.Command command = commands.poll(30, TimeUnit.SECONDS);
      assertThat(command).as("something goes on").isNotNull();
      command.run(0);
    }
  }

  /** One end. */
  private final class Side implements DtlsPort.Events, DataListener {
    private final boolean client;
    private final DataChannels channels;
    private final List<String> said = new ArrayList<>();
    private DtlsPort.Association association;
    private Side peer;

    Side(boolean client) {
      this.client = client;
      channels = new DataChannels(SctpSettings.USUAL, new SctpScratch(), new SplittableRandom(1), new DropCounters(),
        (bytes, offset, length, nowNs) -> association.send(bytes, offset, length, nowNs),
        new DataChannels.Side(client, SctpSettings.USUAL.maxMessageBytes()), this);
    }

    void open(Side other) {
      peer = other;
      association = dtls.open(client ? DtlsRole.CLIENT : DtlsRole.SERVER, List.of(dtls.fingerprint()), commands::add, this);
    }

    @Override
    public void onDatagram(byte[] datagram, long nowNs) {
      assertThat(datagram.length).isLessThanOrEqualTo(DatagramQueue.SEND_LIMIT);
      peer.association.receive(datagram, 0, datagram.length);
    }

    @Override
    public void onKeys(SrtpKeys keys, long nowNs) {
      opened++;
    }

    @Override
    public void onData(byte[] content, long nowNs) {
      channels.receive(content, 0, content.length, nowNs);
    }

    @Override
    public void onEnd(CloseReason reason, String detail, long nowNs) {
      said.add("dtls ended");
    }

    @Override
    public void onChannelOpen(DataChannel channel, long nowNs) {
      said.add("open " + channel.label());
    }

    @Override
    public void onMessage(DataChannel channel, byte[] message, boolean binary, long nowNs) {
      said.add((binary ? "binary " : "text ") + message.length);
    }

    @Override
    public void onRoomAgain(long nowNs) {}

    @Override
    public void onChannelClosed(DataChannel channel, DataEnd reason, long nowNs) {}

    @Override
    public void onEnded(DataEnd reason, long nowNs) {}
  }
}
