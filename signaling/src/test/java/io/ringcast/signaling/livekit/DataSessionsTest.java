package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.livekit.media.DataLabels;
import io.ringcast.signaling.room.DataFault;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeData;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import io.ringcast.signaling.support.FakeSfu.FakeRoom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import livekit.LivekitMetrics.MetricsBatch;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.DataStream;
import livekit.LivekitModels.Transcription;
import livekit.LivekitModels.UserPacket;
import livekit.LivekitRtc.DataChannelReceiveState;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SyncState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data packets from one client's channels to the others', through a whole room. */
class DataSessionsTest {
  private static final RoomKey KEY = new RoomKey("a", "r");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for everybody");
  private static final String OFFER = """
      v=0\r
      o=- 1 1 IN IP4 127.0.0.1\r
      s=-\r
      t=0 0\r
      a=group:BUNDLE 0\r
      m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
      c=IN IP4 0.0.0.0\r
      a=mid:0\r
      a=ice-ufrag:ufrag\r
      a=ice-pwd:passwordpasswordpassword\r
      a=fingerprint:sha-256 %s\r
      a=setup:actpass\r
      a=sctp-port:5000\r
      """.formatted("AB:".repeat(31) + "AB");

  private final FakeSfu sfu = new FakeSfu();
  private final FakeAlarm alarm = new FakeAlarm();
  private final Rooms rooms = new Rooms(sfu, Runnable::run, alarm, new Random(1), RoomLimits.DEFAULT);
  private final SignalSessions sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(1));

  /** One client with the peers that it has. */
  private final class Client implements Outlet {
    private final RoomToken token;
    private final List<SignalResponse> heard = new ArrayList<>();
    private final List<FakePeer> peers = new ArrayList<>();
    private @Nullable SignalSession session;
    private Outlet line = this;

    Client(boolean singlePeer, RoomToken token) throws RoomRefusedException {
      this.token = token;
      session = enter(new JoinWish(singlePeer, false, "", true, 16, null, List.of(), null), this);
      offer("a=max-message-size:262144\r\n");
    }

    private @Nullable SignalSession enter(JoinWish wish, Outlet outlet) throws RoomRefusedException {
      int before = sfu.rooms.isEmpty() ? 0 : sfu.rooms.getFirst().peers.size();
      SignalSession entered = sessions.enter(new SignalSessions.Guest(KEY, token, "10.0.0.1", PAIR), wish, outlet);
      FakeRoom room = sfu.rooms.getFirst();
      peers.addAll(room.peers.subList(before, room.peers.size()));
      return entered;
    }

    void say(SignalRequest.Builder request) {
      SignalSession now = session;
      assertThat(now).isNotNull();
      now.home().ask(() -> {
        now.onRequest(request.build(), line);
        return true;
      }).join();
    }

    void offer(String attributes) {
      int before = sfu.rooms.getFirst().peers.size();
      say(SignalRequest.newBuilder().setOffer(SessionDescription.newBuilder().setType("offer").setSdp(OFFER + attributes)));
      peers.addAll(sfu.rooms.getFirst().peers.subList(before, sfu.rooms.getFirst().peers.size()));
    }

    /** Where it sends. */
    FakeData sends() {
      return peers.getLast().data;
    }

    /** Where it receives. */
    FakeData receives() {
      return peers.getFirst().data;
    }

    Client connected() {
      peers.forEach(peer -> sfu.rooms.getFirst().emit(new MediaEvent.PeerConnected(peer.id())));
      receives().openChannel(DataChannelSpec.reliable(DataLabels.RELIABLE));
      receives().openChannel(DataChannelSpec.lossy(DataLabels.LOSSY));
      return this;
    }

    void send(String label, DataPacket.Builder packet) {
      sends().hear(label, packet.build().toByteArray());
    }

    List<String> texts() {
      return receives().sent.stream().map(sent -> parse(sent.message()).getUser().getPayload().toStringUtf8()).toList();
    }

    String sid() {
      return heard.stream().filter(SignalResponse::hasJoin).map(SignalResponse::getJoin).map(JoinResponse::getParticipant)
          .findFirst().orElseThrow().getSid();
    }

    @Override
    public boolean send(SignalResponse response) {
      return heard.add(response);
    }

    @Override
    public void close() {}
  }

  private static DataPacket parse(byte[] bytes) {
    try {
      return DataPacket.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private Client join(String user, boolean singlePeer) throws RoomRefusedException {
    return new Client(singlePeer, RoomToken.joining(user, KEY.roomId(), Instant.MAX));
  }

  private static DataPacket.Builder user(String text) {
    return DataPacket.newBuilder().setUser(UserPacket.newBuilder().setPayload(ByteString.copyFromUtf8(text)));
  }

  private long faults(DataFault fault) {
    return rooms.counters().faults(fault);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPacketGoesFromOneClientsChannelsToTheOthers(boolean singlePeer) throws Exception {
    Client ann = join("ann", singlePeer).connected();
    Client bob = join("bob", singlePeer).connected();
    Client cid = join("cid", !singlePeer).connected();
    ann.send(DataLabels.RELIABLE, user("hello"));
    ann.send(DataLabels.LOSSY, user("quick"));
    bob.send(DataLabels.RELIABLE, user("to ann").addDestinationIdentities("ann"));
    assertThat(ann.texts()).containsExactly("to ann");
    assertThat(bob.texts()).containsExactly("hello", "quick");
    assertThat(cid.texts()).containsExactly("hello", "quick");
    assertThat(bob.receives().sent).extracting(FakeData.Sent::label).containsExactly(DataLabels.RELIABLE, DataLabels.LOSSY);
    assertThat(bob.receives().sent.getFirst().message()).as("one array for all").isSameAs(cid.receives().sent.getFirst().message());
    assertThat(ann.sends().kept + bob.sends().kept).as("all is given back").isZero();
  }

  /** With two peers the client waits for the server to open the channels on which it receives; with one it opens them itself. */
  @Test
  void theServerOpensChannelsWhereTheClientDoesNot() throws Exception {
    Client single = join("ann", true);
    Client dual = join("bob", false);
    Client deaf = new Client(false, RoomToken.joining("cid", KEY.roomId(), Instant.MAX).without(Grant.CAN_SUBSCRIBE));
    assertThat(single.peers.getFirst().data.opened).isEmpty();
    assertThat(dual.receives().opened)
        .containsExactly(DataChannelSpec.reliable(DataLabels.RELIABLE), DataChannelSpec.lossy(DataLabels.LOSSY));
    assertThat(deaf.peers).allMatch(peer -> peer.data.opened.isEmpty());
    Client ann = single.connected();
    deaf.peers.forEach(peer -> sfu.rooms.getFirst().emit(new MediaEvent.PeerConnected(peer.id())));
    deaf.sends().openChannel(DataChannelSpec.reliable(DataLabels.RELIABLE));
    ann.send(DataLabels.RELIABLE, user("hello"));
    assertThat(deaf.sends().sent).as("who does not subscribe has one connection only").hasSize(1);
  }

  @Test
  void theLongestMessageIsWhatTheDescriptionSays() throws Exception {
    Client ann = join("ann", true);
    assertThat(ann.sends().maxMessageBytes).isEqualTo(262_144);
    ann.offer("");
    assertThat(ann.sends().maxMessageBytes).as("of one that does not say").isEqualTo(65_536);
    Map<String, Integer> bytes = Map.of("0", 262_144, "1000", 1_000, "1073741823", 262_144, "18446744073709551615", 262_144);
    bytes.forEach((told, taken) -> {
      ann.offer("a=max-message-size:" + told + "\r\n");
      assertThat(ann.sends().maxMessageBytes).as(told).isEqualTo(taken);
    });
    assertThat(ann.heard.stream().filter(SignalResponse::hasAnswer).map(answer -> answer.getAnswer().getSdp()))
        .allMatch(sdp -> sdp.contains("a=max-message-size:" + PeerData.MESSAGE_BYTES_MAX));
  }

  @Test
  void whatIsNoPacketForOthersIsCountedAndGivenBack() throws Exception {
    Client ann = join("ann", true).connected();
    Client bob = join("bob", true).connected();
    Client cid = new Client(true, RoomToken.joining("cid", KEY.roomId(), Instant.MAX).without(Grant.CAN_PUBLISH_DATA)).connected();
    ann.sends().hear(DataLabels.RELIABLE, new byte[] {1, 2, 3});
    ann.sends().hear(DataLabels.RELIABLE, new byte[0]);
    ann.sends().hear("_data_track", new byte[] {1, 2, 3});
    ann.send(DataLabels.RELIABLE, DataPacket.newBuilder().setTranscription(Transcription.getDefaultInstance()));
    ann.send(DataLabels.RELIABLE, DataPacket.newBuilder().setMetrics(MetricsBatch.getDefaultInstance()));
    cid.send(DataLabels.RELIABLE, user("psst"));
    ann.send(DataLabels.RELIABLE, user("as bob").setParticipantIdentity("bob"));
    assertThat(bob.texts()).containsExactly("as bob");
    assertThat(parse(bob.receives().sent.getFirst().message()).getParticipantIdentity()).isEqualTo("ann");
    assertThat(faults(DataFault.MALFORMED)).isEqualTo(2);
    assertThat(faults(DataFault.UNKNOWN_CHANNEL)).isEqualTo(1);
    assertThat(faults(DataFault.NOT_AN_AGENT)).isEqualTo(1);
    assertThat(faults(DataFault.NOT_ALLOWED)).isEqualTo(1);
    assertThat(faults(DataFault.FORGED_SENDER)).isEqualTo(1);
    assertThat(ann.sends().kept + cid.sends().kept).isZero();
  }

  @Test
  void nobodySpeaksForTheServer() throws Exception {
    Client ann = join("ann", true).connected();
    Client bob = join("bob", true).connected();
    DataPacket.Builder forged = user("{\"type\":\"role_changed\"}");
    forged.getUserBuilder().setTopic(DataPackets.SERVER_TOPIC);
    ann.send(DataLabels.RELIABLE, forged);
    ann.send(DataLabels.LOSSY, forged);
    ann.send(DataLabels.RELIABLE, forged.clone().addDestinationIdentities("bob").setParticipantIdentity("bob"));
    ann.send(DataLabels.RELIABLE,
        DataPacket.newBuilder().setStreamHeader(DataStream.Header.newBuilder().setStreamId("s").setTopic(DataPackets.SERVER_TOPIC)));
    assertThat(bob.texts()).isEmpty();
    assertThat(faults(DataFault.RESERVED_TOPIC)).isEqualTo(4);
    assertThat(ann.sends().kept).isZero();
    forged.getUserBuilder().setTopic("ringcast2");
    ann.send(DataLabels.RELIABLE, forged);
    assertThat(bob.texts()).hasSize(1);
  }

  @Test
  void aSlowReaderHoldsTheSenderUpUntilItIsGivenUp() throws Exception {
    Client ann = join("ann", true).connected();
    Client bob = join("bob", false).connected();
    Client cid = join("cid", true).connected();
    String chunk = "x".repeat(15_000);
    int sent = 0;
    while (ann.sends().kept == 0 && sent < 1_000) {
      ann.send(DataLabels.RELIABLE, user(chunk));
      cid.receives().drain();
      sent++;
    }
    assertThat(sent).as("what a reader's buffer takes, and one").isEqualTo(PeerData.BUFFER_BYTES / 15_000 + 1);
    ann.send(DataLabels.LOSSY, user("lossy"));
    assertThat(cid.texts().getLast()).as("lossy packets are not held").isEqualTo("lossy");
    assertThat(bob.texts()).doesNotContain("lossy");
    assertThat(faults(DataFault.READER_FULL)).isEqualTo(1);
    bob.receives().drain();
    assertThat(ann.sends().kept).isZero();
    assertThat(bob.texts()).hasSize(sent);

    while (ann.sends().kept == 0) {
      ann.send(DataLabels.RELIABLE, user(chunk));
      cid.receives().drain();
    }
    alarm.advance(8_000);
    assertThat(faults(DataFault.READER_STALLED)).isEqualTo(1);
    assertThat(bob.heard.getLast().hasLeave()).isTrue();
    assertThat(bob.heard.getLast().getLeave().getCanReconnect()).isTrue();
    assertThat(ann.sends().kept).isZero();
  }

  @Test
  void whoResumesKnowsWhatArrivedAndGetsWhatItMissed() throws Exception {
    Client ann = join("ann", true).connected();
    Client bob = join("bob", true).connected();
    for (int i = 1; i <= 3; i++) {
      ann.send(DataLabels.RELIABLE, user("m" + i).setSequence(i));
    }
    ann.send(DataLabels.RELIABLE, user("m3").setSequence(3));
    assertThat(bob.texts()).containsExactly("m1", "m2", "m3");
    bob.receives().sent.clear();

    Outlet fresh = new Outlet() {
      @Override
      public boolean send(SignalResponse response) {
        return bob.heard.add(response);
      }

      @Override
      public void close() {}
    };
    SyncState state = SyncState.newBuilder()
        .addDatachannelReceiveStates(DataChannelReceiveState.newBuilder().setPublisherSid(ann.sid()).setLastSeq(2)).build();
    bob.line = fresh;
    bob.enter(new JoinWish(true, true, bob.sid(), true, 16, null, List.of(), null), fresh);
    bob.say(SignalRequest.newBuilder().setSyncState(state));
    assertThat(bob.texts()).containsExactly("m3");

    ann.line = fresh;
    bob.heard.clear();
    ann.enter(new JoinWish(true, true, ann.sid(), true, 16, null, List.of(), null), fresh);
    assertThat(bob.heard.getFirst().getReconnect().getLastMessageSeq()).isEqualTo(3);
  }
}
