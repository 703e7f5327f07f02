package io.ringcast.mixer.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is asked of a mix. Each one replaces the one before as a whole.
 *
 * @param host who fills a FLOATING canvas and stands at the top left of an ADAPTIVE one; null for who published first
 * @param videoInputs the listed pictures, in the document's order; null when it has no list
 * @param audioInputs the listed sounds; null when it has no list
 * @param pushes addresses of other networks that the mix is sent to; null when the document says nothing of them
 * @param innerCdn whether the mix is offered as a live stream; null when the document says nothing of it
 */
public record MixConfig(
    LayoutMode mode,
    @Nullable StreamRef host,
    InputFilter filter,
    @Nullable List<VideoInput> videoInputs,
    @Nullable List<StreamRef> audioInputs,
    VideoProfile normal,
    VideoProfile tiny,
    RenderMode renderMode,
    Background background,
    int audioBitrateBps,
    Watermarks watermarks,
    List<StreamWatermarks> streamWatermarks,
    @Nullable List<URI> pushes,
    @Nullable Boolean innerCdn) {
  public static final int DEFAULT_AUDIO_BPS = 64_000;

  public MixConfig {
    videoInputs = videoInputs == null ? null : List.copyOf(videoInputs);
    audioInputs = audioInputs == null ? null : List.copyOf(audioInputs);
    streamWatermarks = List.copyOf(streamWatermarks);
    pushes = pushes == null ? null : List.copyOf(pushes);
  }

  /** What a mix is that nobody described: FLOATING, everybody, 360 by 640. */
  public static MixConfig standard() {
    VideoProfile normal = VideoProfile.DEFAULT_NORMAL;
    return new MixConfig(LayoutMode.FLOATING, null, InputFilter.ALL, null, null, normal, normal.tiny(), RenderMode.CROP, Background.BLACK,
      DEFAULT_AUDIO_BPS, Watermarks.NONE, List.of(), null, null);
  }

  /** The same of a stream of a linked room, whose id is empty for the mix's own. */
  public boolean wantsVideo(String userId, String streamId, String roomId) {
    boolean named = videoInputs != null && videoInputs.stream().anyMatch(input -> input.stream().names(userId, streamId));
    return wantsVideo(userId, streamId) && (named || filter.reaches(filter.videoRooms(), roomId));
  }

  /** The same of a stream of a linked room, whose id is empty for the mix's own. */
  public boolean wantsAudio(String userId, String streamId, String roomId) {
    boolean named = audioInputs != null && audioInputs.stream().anyMatch(input -> input.names(userId, streamId));
    return wantsAudio(userId, streamId) && (named || filter.reaches(filter.audioRooms(), roomId));
  }

  /** Whether a stream's picture is asked for, if it has one. */
  public boolean wantsVideo(String userId, String streamId) {
    return switch (filter.video()) {
      case ALL -> true;
      case NONE -> false;
      case LISTED -> videoInputs != null && videoInputs.stream().anyMatch(input -> input.stream().names(userId, streamId));
    };
  }

  /** Whether a stream's sound is asked for. */
  public boolean wantsAudio(String userId, String streamId) {
    return switch (filter.audio()) {
      case ALL -> true;
      case NONE -> false;
      case LISTED -> audioInputs != null && audioInputs.stream().anyMatch(input -> input.names(userId, streamId));
    };
  }
}
