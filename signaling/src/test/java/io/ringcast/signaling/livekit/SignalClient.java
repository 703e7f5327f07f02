package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import io.ringcast.signaling.support.FakeSfu.FakeRoom;
import io.ringcast.signaling.support.Offers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.MediaSectionsRequirement;
import livekit.LivekitRtc.RoomMovedResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.StreamState;
import livekit.LivekitRtc.SubscribedQualityUpdate;
import org.jspecify.annotations.Nullable;

/** A client as its server knows it: what it believes of its room from what it was told, and the descriptions it has to offer. */
final class SignalClient {
  final RoomKey key;
  final RoomToken token;
  final boolean singlePeer;
  /** Whether it plays videos in VP8 only. */
  final boolean old;
  final List<FakePeer> peers = new ArrayList<>();
  /** Everybody it knows of, itself included, by sid. */
  final Map<String, ParticipantInfo> known = new HashMap<>();
  /** Its own tracks by their sids. */
  final Map<String, TrackInfo> own = new HashMap<>();
  final Set<String> everPublished = new HashSet<>();
  /** Tracks of which somebody needs the backup codec, as it was told. */
  final List<String> backups = new ArrayList<>();
  final List<String> refused = new ArrayList<>();
  private final List<String> sections = new ArrayList<>();
  private int missingAudios;
  private int missingVideos;
  @Nullable SignalSession session;
  @Nullable Line line;
  @Nullable SessionDescription offered;
  String sid = "";
  String roomSid = "";
  /** Where it is now. */
  String roomId;
  String nextToken = "";
  boolean over;
  /** Whether it has told what it knows of its own tracks since it came back. */
  boolean synced = true;
  /** What it was told of streams that rest, and come again. */
  final List<StreamState> streams = new ArrayList<>();
  int answers;
  /** The last answer. */
  String answered = "";

  SignalClient(RoomKey key, RoomToken token, boolean singlePeer, boolean old) {
    this.key = key;
    roomId = key.roomId();
    this.token = token;
    this.singlePeer = singlePeer;
    this.old = old;
    // Who offers all sections offers some to receive on from the start.
    missingAudios = singlePeer ? 1 : 0;
    missingVideos = missingAudios;
  }

  /** One connection of this client. */
  final class Line implements Outlet {
    private boolean closed;
    private boolean left;
    private int messages;

    @Override
    public boolean send(SignalResponse response) {
      if (line != this) {
        assertThat(response.hasLeave()).as("a connection that was given up is told at most of its end").isTrue();
        return true;
      }
      assertThat(closed).as("closed").isFalse();
      assertThat(left).as("a word after the leave: %s", response).isFalse();
      messages++;
      if (messages == 1) {
        assertThat(response.hasJoin() || response.hasReconnect() || response.hasLeave()).as("the first message, %s", response).isTrue();
      } else {
        assertThat(response.hasJoin() || response.hasReconnect()).as("a later message, %s", response).isFalse();
      }
      hear(response);
      left = response.hasLeave();
      over |= left;
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }

    boolean open() {
      return !closed && line == this;
    }
  }

  boolean connected() {
    return session != null && line != null && line.open() && !over;
  }

  private void hear(SignalResponse response) {
    switch (response.getMessageCase()) {
      case JOIN -> joined(response.getJoin());
      case UPDATE -> response.getUpdate().getParticipantsList().forEach(this::participant);
      case TRACK_PUBLISHED -> {
        TrackInfo track = response.getTrackPublished().getTrack();
        own.put(track.getSid(), track);
        everPublished.add(track.getSid());
      }
      case TRACK_UNPUBLISHED -> {
        String gone = response.getTrackUnpublished().getTrackSid();
        assertThat(everPublished).as("unpublished").contains(gone);
        own.remove(gone);
      }
      case OFFER -> {
        assertThat(singlePeer).as("a server's offer to a client that makes all of them").isFalse();
        offered = response.getOffer();
      }
      case ANSWER -> {
        answers++;
        answered = response.getAnswer().getSdp();
      }
      case STREAM_STATE_UPDATE -> response.getStreamStateUpdate().getStreamStatesList().forEach(state -> {
        assertThat(known.keySet()).as("the stream of one it knows").contains(state.getParticipantSid());
        streams.add(state.getState());
      });
      case REFRESH_TOKEN -> nextToken = response.getRefreshToken();
      case MEDIA_SECTIONS_REQUIREMENT -> {
        MediaSectionsRequirement missing = response.getMediaSectionsRequirement();
        missingAudios = missing.getNumAudios();
        missingVideos = missing.getNumVideos();
      }
      case SPEAKERS_CHANGED -> response.getSpeakersChanged().getSpeakersList()
          .forEach(speaker -> assertThat(known.keySet()).as("a speaker it knows").contains(speaker.getSid()));
      case CONNECTION_QUALITY -> response.getConnectionQuality().getUpdatesList()
          .forEach(quality -> assertThat(known.keySet()).as("the quality of one it knows").contains(quality.getParticipantSid()));
      case MUTE -> assertThat(everPublished).as("an own track is muted").contains(response.getMute().getSid());
      case SUBSCRIBED_QUALITY_UPDATE -> watched(response.getSubscribedQualityUpdate());
      case SUBSCRIPTION_PERMISSION_UPDATE -> assertThat(known.keySet()).as("the permission of one it knows")
          .contains(response.getSubscriptionPermissionUpdate().getParticipantSid());
      case ROOM_UPDATE -> assertThat(response.getRoomUpdate().getRoom().getName()).isEqualTo(roomId);
      case ROOM_MOVED -> moved(response.getRoomMoved());
      case REQUEST_RESPONSE -> refused.add(response.getRequestResponse().getMessage());
      default -> { }
    }
  }

  private void watched(SubscribedQualityUpdate update) {
    assertThat(everPublished).as("an own track is watched").contains(update.getTrackSid());
    if (update.getSubscribedCodecsList().stream().skip(1).anyMatch(codec -> codec.getQualities(0).getEnabled())) {
      backups.add(update.getTrackSid());
    }
  }

  private void joined(JoinResponse join) {
    sid = join.getParticipant().getSid();
    roomSid = join.getRoom().getSid();
    assertThat(join.getRoom().getName()).isEqualTo(key.roomId());
    known.put(sid, join.getParticipant());
    join.getOtherParticipantsList().forEach(this::participant);
  }

  private void moved(RoomMovedResponse moved) {
    sid = moved.getParticipant().getSid();
    roomId = moved.getRoom().getName();
    roomSid = moved.getRoom().getSid();
    nextToken = moved.getToken();
    known.clear();
    known.put(sid, moved.getParticipant());
    assertThat(moved.getParticipant().getTracksList()).extracting(TrackInfo::getSid).isSubsetOf(own.keySet());
    moved.getOtherParticipantsList().forEach(this::participant);
  }

  private void participant(ParticipantInfo info) {
    ParticipantInfo before = known.get(info.getSid());
    if (before != null) {
      assertThat(info.getVersion()).as("versions of %s grow", info.getIdentity()).isGreaterThanOrEqualTo(before.getVersion());
    }
    if (info.getState() == ParticipantInfo.State.DISCONNECTED) {
      assertThat(info.getTracksList()).as("tracks of one who left").isEmpty();
      known.remove(info.getSid());
    } else {
      known.put(info.getSid(), info);
    }
  }

  /** Adds a section on which it sends. */
  void sends(boolean audio) {
    String mid = String.valueOf(sections.size());
    sections.add(section(Offers.chromiumPublish(), audio, mid));
  }

  /** What it offers next: the sections it had, and those it was asked for. */
  String offer() {
    String text = Offers.chromiumPublish();
    if (singlePeer) {
      receives(true, missingAudios);
      receives(false, missingVideos);
    }
    StringBuilder bundle = new StringBuilder();
    for (int i = 0; i < sections.size(); i++) {
      bundle.append(' ').append(i);
    }
    String header = text.substring(0, text.indexOf("m=")).replace("a=group:BUNDLE 0 1", "a=group:BUNDLE" + bundle);
    return header + String.join("", sections);
  }

  private void receives(boolean audio, int count) {
    for (int i = 0; i < Math.min(count, 16); i++) {
      String offer = old ? withoutVp9(Offers.chromiumPlay()) : Offers.chromiumPlay();
      sections.add(section(offer, audio, String.valueOf(sections.size())));
    }
    if (audio) {
      missingAudios = 0;
    } else {
      missingVideos = 0;
    }
  }

  private static String section(String text, boolean audio, String mid) {
    int video = text.indexOf("m=video");
    String section = audio ? text.substring(text.indexOf("m=audio"), video) : text.substring(video);
    return section.replaceAll("a=mid:\\d+", "a=mid:" + mid);
  }

  private static String withoutVp9(String text) {
    return text.replaceAll("(m=video .*) 98 99", "$1").replaceAll("a=\\w+:9[89] .*\r\n", "");
  }

  /** Comes into its room over a connection of its own; the room's peers that are made for it are its peers. */
  void enter(SignalSessions sessions, Rooms rooms, KeyPair pair) throws RoomRefusedException {
    Line opened = new Line();
    line = opened;
    int before = rooms.find(key).map(host -> media(host).peers.size()).orElse(0);
    JoinWish wish = new JoinWish(singlePeer, false, "", true, 16, null, List.of(), null);
    session = sessions.enter(new SignalSessions.Guest(key, token, "10.0.0.1", pair), wish, opened);
    List<FakePeer> all = media(rooms.find(key).orElseThrow()).peers;
    peers.addAll(all.subList(before, all.size()));
  }

  private static FakeRoom media(RoomHost host) {
    return (FakeRoom) host.media();
  }

  /** Asks for something over its connection. */
  void say(SignalRequest.Builder request) {
    SignalSession entered = session;
    Line open = line;
    assertThat(entered).isNotNull();
    assertThat(open).isNotNull();
    entered.home().tell(() -> entered.onRequest(request.build(), open));
  }

  /** Offers what {@link #offer()} says. */
  void sendOffer() {
    say(SignalRequest.newBuilder().setOffer(SessionDescription.newBuilder().setType("offer").setSdp(offer())));
  }

  /** Negotiates as often as there is something to negotiate. */
  void negotiate() {
    for (int i = 0; i < 4; i++) {
      if (singlePeer && hasSections()) {
        sendOffer();
      } else if (offered != null) {
        say(SignalRequest.newBuilder().setAnswer(
            SessionDescription.newBuilder().setType("answer").setSdp(answer()).setId(offered.getId())));
      }
    }
  }

  boolean hasSections() {
    return !sections.isEmpty() || missingAudios + missingVideos > 0;
  }

  /** The answer to the server's last offer: everything it sends is received. */
  String answer() {
    if (offered == null) {
      return "";
    }
    String answer = offered.getSdp().replace("a=sendonly", "a=recvonly").replace("a=setup:actpass", "a=setup:active")
        .replaceAll("a=fingerprint:.*", "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB").replace("a=ice-lite\r\n", "");
    return old ? refused(answer) : answer;
  }

  /** Refuses every section that offers VP9. */
  private static String refused(String answer) {
    StringBuilder text = new StringBuilder();
    for (String section : answer.split("(?=m=)", -1)) {
      text.append(section.contains(" VP9/90000") ? section.replaceFirst("(m=video) 9 ", "$1 0 ") : section);
    }
    return text.toString();
  }
}
