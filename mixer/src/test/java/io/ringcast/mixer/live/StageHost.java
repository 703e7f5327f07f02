package io.ringcast.mixer.live;

import io.ringcast.client.stage.Clip;
import io.ringcast.client.stage.StageRoom;
import io.ringcast.client.stage.StageTrack;
import io.ringcast.mixer.job.MixedStream;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import java.util.List;
import java.util.Map;

/** One host of a {@link Stage}: a picture, a sound, or both. */
final class StageHost {
  final String userId;
  final String streamId;
  /** What it shows, where it shows one colour. */
  final int rgb;
  private final StageRoom room;
  private StageTrack audio;
  private StageTrack video;

  StageHost(StageRoom room, String userId, int rgb) {
    this.room = room;
    this.userId = userId;
    this.rgb = rgb;
    streamId = userId + "_main";
  }

  /** Plays a sound from a time on; it arrives so much later. */
  StageHost plays(Clip sound, long startNs, long delayNs) {
    audio = room.publish(spec(0, Codec.OPUS), Map.of(Layer.BIG, sound), startNs, delayNs);
    return this;
  }

  StageHost shows(Codec codec, Clip picture, long startNs, long delayNs) {
    video = room.publish(spec(1, codec), Map.of(Layer.BIG, picture), startNs, delayNs);
    return this;
  }

  private PublicationSpec spec(int track, Codec codec) {
    CodecParameters parameters = new CodecParameters(codec, 96 + track, CodecParameters.NO_RTX, "", true, true, false);
    return new PublicationSpec(new PublicationId(streamId + "_" + track), streamId, String.valueOf(track), parameters, ExtensionIds.NONE,
      List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN)));
  }

  /** Its microphone's publication ends. */
  void fallsSilent() {
    room.end(audio);
    audio = null;
  }

  int keyframesAsked() {
    return video.keyframesRequested();
  }

  boolean hasPicture() {
    return video != null;
  }

  MixedStream stream() {
    return new MixedStream(userId, streamId, audio == null ? null : audio.spec(), video == null ? null : video.spec());
  }

  /** Nothing of it arrives any more, and nobody says why; or it arrives again. */
  void vanish(boolean now) {
    if (audio != null) {
      audio.silence(now);
    }
    if (video != null) {
      video.silence(now);
    }
  }

  void end() {
    if (audio != null) {
      room.end(audio);
    }
    if (video != null) {
      room.end(video);
    }
  }
}
