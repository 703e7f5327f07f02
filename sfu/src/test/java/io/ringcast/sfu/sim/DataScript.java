package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.sctp.SctpSettings;
import java.util.Locale;
import java.util.SplittableRandom;

/** What happens on one association that a seed draws: channels of all kinds, messages of all sizes, on links of all qualities. */
final class DataScript {
  private static final long MS = 1_000_000;
  private static final long ACTION_SPACING_MS = 60;
  private static final int ACTIONS = 160;
  private static final long SETTLE_STEP_NS = 1_000 * MS;
  private static final int SETTLE_STEPS = 180;
  private static final int BYTES_OF_A_SCRIPT = 1_500_000;

  private final VirtualTime time = new VirtualTime();
  private final SplittableRandom random;
  private final SctpSettings settings;
  private final SimulatedDataPeer[] peers = new SimulatedDataPeer[2];
  private final LinkQuality[] qualities = new LinkQuality[2];
  private int bytesLeft = BYTES_OF_A_SCRIPT;

  DataScript(long seed) {
    random = new SplittableRandom(seed);
    settings = random.nextInt(3) == 0
      ? new SctpSettings(1 << (15 + random.nextInt(4)), 1 << (15 + random.nextInt(4)), 1 << 14, 32, 8)
      : SctpSettings.USUAL;
    for (int i = 0; i < 2; i++) {
      qualities[i] = LinkQuality.draw(random);
      peers[i] = new SimulatedDataPeer(i == 0 ? "a" : "b", time, random.split(), settings, i == 0);
    }
    peers[0].to(peers[1], new Link(time, random.split(), qualities[0]));
    peers[1].to(peers[0], new Link(time, random.split(), qualities[1]));
  }

  void play() {
    int first = random.nextInt(3);
    if (first != 1) {
      peers[0].open(drawSpec());
    }
    if (first != 0) {
      peers[1].open(drawSpec());
    }
    for (int i = 0; i < ACTIONS; i++) {
      time.runUntil(time.nowNs() + random.nextLong(ACTION_SPACING_MS * 2 * MS));
      act(peers[random.nextInt(2)]);
    }
    heal();
    settle();
    end();
  }

  private void act(SimulatedDataPeer peer) {
    int choice = random.nextInt(100);
    if (choice < 8) {
      peer.open(drawSpec());
    } else if (choice < 12) {
      peer.close(drawLabel());
    } else if (choice < 14) {
      peer.quality(LinkQuality.draw(random));
    } else {
      String label = drawLabel();
      for (int burst = random.nextInt(4) == 0 ? 1 + random.nextInt(30) : 1; burst > 0; burst--) {
        peer.send(label, drawMessage());
      }
    }
  }

  private String drawLabel() {
    return (random.nextBoolean() ? "a-" : "b-") + random.nextInt(random.nextBoolean() ? 1 : 10);
  }

  private byte[] drawMessage() {
    int size = switch (random.nextInt(20)) {
      case 0 -> settings.maxMessageBytes() - random.nextInt(3);
      case 1, 2, 3 -> random.nextInt(20_000);
      case 4, 5, 6, 7 -> 1_100 + random.nextInt(100);
      default -> random.nextInt(600);
    };
    byte[] message = new byte[4 + Math.min(Math.min(size, settings.maxMessageBytes() - 4), Math.max(0, bytesLeft))];
    bytesLeft -= message.length;
    random.nextBytes(message);
    return message;
  }

  private DataChannelSpec drawSpec() {
    boolean ordered = random.nextBoolean();
    int kind = random.nextInt(4);
    int retransmits = kind == 0 ? random.nextInt(4) : DataChannelSpec.UNLIMITED;
    int lifetimeMs = kind == 1 ? 1 + random.nextInt(600) : DataChannelSpec.UNLIMITED;
    return new DataChannelSpec("", "", ordered, retransmits, lifetimeMs, DataChannelSpec.NORMAL_PRIORITY);
  }

  private void heal() {
    peers[0].quality(LinkQuality.healed(random));
    peers[1].quality(LinkQuality.healed(random));
  }

  private void settle() {
    for (int i = 0; i < SETTLE_STEPS && (peers[0].isWaiting() || peers[1].isWaiting()); i++) {
      time.runUntil(time.nowNs() + SETTLE_STEP_NS);
    }
    time.runUntil(time.nowNs() + 5 * SETTLE_STEP_NS);
    for (SimulatedDataPeer peer : peers) {
      if (peer.end() != null) {
        throw new Broken("an association ended by itself: %s", peer.end());
      }
      peer.checkDelivered();
    }
    if (peers[0].openCount() != peers[1].openCount()) {
      throw new Broken("one side has %d channels, the other %d", peers[0].openCount(), peers[1].openCount());
    }
  }

  private void end() {
    int who = random.nextInt(3);
    if (who != 1) {
      peers[0].shutdown();
    }
    if (who != 0) {
      peers[1].shutdown();
    }
    time.runUntil(time.nowNs() + 60 * SETTLE_STEP_NS);
    peers[0].checkEnded();
    peers[1].checkEnded();
  }

  VirtualTime time() {
    return time;
  }

  long packets() {
    return peers[0].packets() + peers[1].packets();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s; %s; drops %s %s", qualities[0], qualities[1],
      peers[0].drops().snapshot(), peers[1].drops().snapshot());
  }
}
