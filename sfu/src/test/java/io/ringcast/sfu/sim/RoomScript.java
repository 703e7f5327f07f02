package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.Layer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What happens in a room, drawn from a seed as it goes: who joins, what is published and subscribed, and then one thing after the other.
 * The script's generator is its own, so that a change of the networks' luck leaves the script as it is.
 */
final class RoomScript {
  private static final long MS = 1_000_000;
  private static final int LARGE_ONE_IN = 40;
  private static final int SCRIPT_SALT = 0x5EED;

  private final RandomGenerator random;
  private final SimulatedRoom room;
  private final int loops;
  private final int size;
  private final int publishing;
  private final long durationNs;
  private long endNs;

  RoomScript(long seed, int traceLines) {
    random = new SplittableRandom(seed ^ SCRIPT_SALT);
    boolean large = random.nextInt(LARGE_ONE_IN) == 0;
    size = large ? 10 + random.nextInt(41) : 2 + random.nextInt(5);
    publishing = large ? 1 + random.nextInt(3) : size;
    loops = 1 + random.nextInt(3);
    durationNs = (large ? 3_000 : 4_000 + random.nextInt(6_000)) * MS;
    room = new SimulatedRoom(seed, loops, isEstimating(seed), traceLines);
  }

  /** Every other seed. */
  private static boolean isEstimating(long seed) {
    return (seed & 1) == 0;
  }

  SimulatedRoom room() {
    return room;
  }

  /** The whole life of a room. */
  void play() {
    endNs = room.time().nowNs() + durationNs;
    for (int i = 0; i < size; i++) {
      room.time().after(random.nextInt(1_000) * MS, this::join);
    }
    actLater();
    room.runFor(durationNs);
    room.healAndCheckLiveness();
    room.endAndCheckThatEverythingReturned();
  }

  private void actLater() {
    room.time().after((20 + random.nextInt(500)) * MS, () -> {
      if (room.time().nowNs() < endNs) {
        act();
        actLater();
      }
    });
  }

  private void join() {
    boolean joinsLate = room.time().nowNs() >= endNs;
    if (joinsLate) {
      return;
    }
    SimulatedPeer peer = room.join(random.nextInt(loops), LinkQuality.draw(random), LinkQuality.draw(random));
    for (SimulatedPublisher publisher : List.copyOf(room.publishers())) {
      mayBeSubscribe(peer, publisher);
    }
    if (room.peers().size() <= publishing) {
      if (random.nextInt(4) > 0) {
        publish(peer, soundOffer());
      }
      if (random.nextInt(5) > 0) {
        publish(peer, pictureOffer());
      }
    }
  }

  private void publish(SimulatedPeer peer, SimulatedRoom.Offer offer) {
    SimulatedPublisher publisher = room.publish(peer, offer);
    for (SimulatedPeer other : List.copyOf(room.peers())) {
      if (other != peer) {
        mayBeSubscribe(other, publisher);
      }
    }
  }

  private SimulatedRoom.Offer soundOffer() {
    OpusSound sound = new OpusSound(random.nextBoolean());
    return new SimulatedRoom.Offer(new SimulatedPublisher.Manner(sound, 20 * MS, 0), sound.codec(), 1);
  }

  private SimulatedRoom.Offer pictureOffer() {
    FrameFormat format = switch (random.nextInt(9)) {
      case 0, 1 -> new H264Frames();
      case 2 -> new Vp8Frames(random.nextBoolean() ? 7 : 0);
      case 3, 4 -> new Vp9Frames(random.nextInt(3) > 0);
      case 5 -> new Av1Frames(random.nextInt(3) == 0);
      default -> new Vp8Frames(15);
    };
    boolean asked = random.nextInt(10) > 0;
    boolean nack = random.nextInt(10) > 0;
    boolean rtx = nack && random.nextInt(8) > 0;
    long frameNs = switch (random.nextInt(3)) {
      case 0 -> 33_333_333;
      case 1 -> 66_666_667;
      default -> 100_000_000;
    };
    long keyframeNs = asked && random.nextInt(4) > 0 ? 0 : 800 * MS;
    CodecParameters codec = codec(format.codec(), format.codec().payloadType(), nack, rtx, asked);
    return new SimulatedRoom.Offer(new SimulatedPublisher.Manner(format, frameNs, keyframeNs), codec,
        format.spatialLayers() > 1 ? 1 : 1 + random.nextInt(3));
  }

  private static CodecParameters codec(CodecParameters like, int payloadType, boolean nack, boolean rtx, boolean asked) {
    return new CodecParameters(like.codec(), payloadType, rtx ? payloadType + 1 : CodecParameters.NO_RTX, "", nack, asked, true);
  }

  private void mayBeSubscribe(SimulatedPeer peer, SimulatedPublisher publisher) {
    if (random.nextInt(8) > 0) {
      subscribe(peer, publisher);
    }
  }

  /** Without RTX nobody can be told that a number of a layer left out brings nothing; clients that know such codecs have it. */
  private void subscribe(SimulatedPeer peer, SimulatedPublisher publisher) {
    CodecParameters published = publisher.ref().spec().codec();
    boolean sound = published.codec() == Codec.OPUS;
    boolean nack = publisher.isLayered() || random.nextInt(10) > 0;
    boolean rtx = !sound && nack && (publisher.isLayered() || random.nextInt(5) > 0);
    CodecParameters codec = codec(published, sound ? 96 : 120, nack, rtx, !sound);
    room.subscribe(peer, publisher, codec, layer());
  }

  private Layer layer() {
    return Layer.values()[random.nextInt(Layer.values().length)];
  }

  private void act() {
    switch (random.nextInt(30)) {
      case 0, 1, 2, 3, 4 -> withSubscription(subscribing -> room.want(subscribing, layer()));
      case 5 -> withSubscription(subscribing -> room.wantTemporal(subscribing, random.nextInt(LayeredPictures.LAYERS)));
      case 6, 7, 8 -> withSubscription(subscribing -> room.pause(subscribing, !subscribing.isPaused()));
      case 9, 10 -> withSubscription(this::resubscribe);
      case 11, 12, 13 -> withPublisher(this::suspend);
      case 14, 15 -> withPublisher(publisher -> publisher.silent(!publisher.isSilent()));
      case 16 -> withPublisher(publisher -> publisher.still(publisher.isVideo() && !publisher.isStill()));
      case 17, 18 -> withPublisher(publisher -> room.mute(publisher, !publisher.isServerMuted()));
      case 19, 20 -> withPublisher(this::restart);
      case 21 -> withPublisher(room::unpublish);
      case 22 -> withPeer(peer -> publish(peer, random.nextInt(3) == 0 ? soundOffer() : pictureOffer()));
      case 23 -> withPeer(this::leave);
      case 24 -> join();
      case 25, 26 -> withPeer(this::roam);
      default -> withPeer(this::changeNetwork);
    }
  }

  private void resubscribe(Subscribing subscribing) {
    room.unsubscribe(subscribing);
    if (random.nextInt(3) > 0 && room.publishers().contains(subscribing.from())) {
      subscribe(subscribing.to(), subscribing.from());
    }
  }

  private void suspend(SimulatedPublisher publisher) {
    int layer = random.nextInt(publisher.streams().size());
    if (publisher.isLayered() && random.nextInt(3) > 0) {
      int layers = 1 + random.nextInt(LayeredPictures.LAYERS);
      room.trace().add("%s makes %d layers", publisher, layers);
      publisher.spatialLayers(layers);
    } else if (publisher.isVideo()) {
      boolean suspended = !publisher.streams().get(layer).isSuspended();
      room.trace().add("%s %s layer %d", publisher, suspended ? "stops" : "resumes", layer);
      publisher.suspend(layer, suspended);
    }
  }

  private void restart(SimulatedPublisher publisher) {
    int layer = random.nextInt(publisher.streams().size());
    boolean identified = publisher.ref().spec().sources().get(layer).ssrc() < 0;
    room.trace().add("%s begins layer %d anew%s", publisher, layer, identified ? "" : " by a jump");
    if (identified) {
      publisher.restart(layer, random.nextBoolean());
    } else {
      int numbers = random.nextBoolean() ? 600 + random.nextInt(3_000) : random.nextInt(10_000, SimulatedStream.SKIPPED_MAX);
      publisher.streams().get(layer).skip(numbers);
    }
  }

  private void leave(SimulatedPeer peer) {
    if (random.nextInt(3) == 0) {
      room.vanish(peer);
    } else {
      room.leave(peer);
    }
  }

  private void roam(SimulatedPeer peer) {
    room.trace().add("%s roams", peer);
    peer.roam(random.nextBoolean());
  }

  private void changeNetwork(SimulatedPeer peer) {
    Link link = random.nextBoolean() ? peer.up() : peer.down();
    link.quality(random.nextInt(3) == 0 ? LinkQuality.CLEAN : LinkQuality.draw(random));
    room.trace().add("%s %s: %s", peer, link == peer.up() ? "up" : "down", link.quality());
  }

  private void withPeer(Consumer<SimulatedPeer> action) {
    with(room.peers(), action);
  }

  private void withPublisher(Consumer<SimulatedPublisher> action) {
    with(room.publishers(), action);
  }

  private void withSubscription(Consumer<Subscribing> action) {
    with(room.subscriptions(), action);
  }

  private <T> void with(List<T> among, Consumer<T> action) {
    if (!among.isEmpty()) {
      action.accept(among.get(random.nextInt(among.size())));
    }
  }

  @Override
  public String toString() {
    return size + " peers, " + loops + " loops, " + durationNs / MS + " ms";
  }
}
