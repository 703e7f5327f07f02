package io.ringcast.mixer.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON document that describes a mix, in the field names of RongCloud's MCU configuration.
 *
 * <pre>
 * version  mode  host_user_id  host_stream_id  customMode  inputFilterMode  mixRooms
 * input.video[]   user_id stream_id x y width height z_order      input.audio[]  user_id stream_id
 * output.video    normal tiny exparams backgroundColor backgroundPicture
 * output.audio    bitrate           output.cdn[] pushurl            output.inCDNModel
 * waterMark       mixScreen signalScreen[]
 * </pre>
 */
public final class MixConfigReader {
  private static final int VERSION_MAX = 2;
  private static final int FILTER_MODE_MAX = 14;
  private static final Set<String> PUSH_SCHEMES = Set.of("rtmp", "rtmps", "srt");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private MixConfigReader() {}

  /** Reads and checks a document; what it leaves out has its default. */
  public static MixConfig read(String document) throws MixConfigException {
    if (document.length() > MixLimits.DOCUMENT_CHARS) {
      throw new MixConfigException("", "The document may have " + MixLimits.DOCUMENT_CHARS + " characters.");
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw new MixConfigException("", "The document is not JSON.");
    }
    if (!node.isObject()) {
      throw new MixConfigException("", "The document must be one JSON object.");
    }
    return read(new ConfigObject("", node));
  }

  private static MixConfig read(ConfigObject top) throws MixConfigException {
    top.knowing("version", "mode", "host_user_id", "host_stream_id", "customMode", "inputFilterMode", "mixRooms", "input", "output",
      "waterMark");
    top.integer("version", 1, VERSION_MAX, 1);
    LayoutMode mode = LayoutMode.of(top.integer("mode", 1, LayoutMode.values().length, LayoutMode.FLOATING.number()));
    ConfigObject output = top.object("output");
    ConfigObject video = output == null ? null : output.knowing("video", "audio", "cdn", "inCDNModel").object("video");
    VideoProfile normal = normal(video);
    ConfigObject input = top.object("input");
    List<VideoInput> videoInputs = input == null ? null : videoInputs(input.knowing("video", "audio"), mode, normal);
    List<StreamRef> audioInputs = input == null ? null : audioInputs(input);
    InputFilter filter = filter(top, videoInputs, audioInputs);
    if (mode == LayoutMode.CUSTOM && videoInputs == null && filter.video() != InputFilter.Choice.NONE) {
      throw new MixConfigException("input.video", "must list the tiles, since mode is " + mode.number());
    }
    WatermarkReader.Both marks = WatermarkReader.read(top.object("waterMark"));
    return new MixConfig(mode, host(top), filter, videoInputs, audioInputs, normal, tiny(video, normal), renderMode(video),
      BackgroundReader.read(video), audioBitrate(output), marks.whole(), marks.streams(), pushes(output), innerCdn(output));
  }

  private static @Nullable StreamRef host(ConfigObject top) throws MixConfigException {
    if (!top.has("host_user_id") && top.has("host_stream_id")) {
      throw top.bad("host_user_id", "must be there with host_stream_id");
    }
    return top.has("host_user_id") ? streamRef(top, "host_user_id", "host_stream_id") : null;
  }

  private static StreamRef streamRef(ConfigObject object, String user, String stream) throws MixConfigException {
    return new StreamRef(object.text(user, MixLimits.ID_CHARS), object.text(stream, MixLimits.ID_CHARS, ""));
  }

  private static InputFilter filter(ConfigObject top, @Nullable List<VideoInput> video, @Nullable List<StreamRef> audio)
    throws MixConfigException {
    List<String> rooms = top.texts("mixRooms", MixLimits.ROOMS, MixLimits.ID_CHARS);
    int mode = top.integer("inputFilterMode", 0, FILTER_MODE_MAX, 0);
    if (top.has("inputFilterMode") || !top.flag("customMode")) {
      return InputFilter.ofMode(mode, rooms);
    }
    return InputFilter.own(membership(audio), membership(video));
  }

  /** What a list means in {@code customMode}: none is everybody, an empty one nobody. */
  private static InputFilter.Choice membership(@Nullable List<?> list) {
    if (list == null) {
      return InputFilter.Choice.ALL;
    }
    return list.isEmpty() ? InputFilter.Choice.NONE : InputFilter.Choice.LISTED;
  }

  private static @Nullable List<VideoInput> videoInputs(ConfigObject input, LayoutMode mode, VideoProfile canvas)
    throws MixConfigException {
    List<ConfigObject> items = input.objects("video", MixLimits.VIDEO_INPUTS);
    if (items == null) {
      return null;
    }
    List<VideoInput> inputs = new ArrayList<>();
    for (ConfigObject item : items) {
      item.knowing("user_id", "stream_id", "x", "y", "width", "height", "z_order");
      StreamRef stream = streamRef(item, "user_id", "stream_id");
      if (inputs.stream().anyMatch(other -> other.stream().equals(stream))) {
        throw item.bad("user_id", "and stream_id are listed twice");
      }
      inputs.add(mode == LayoutMode.CUSTOM ? placed(item, stream, canvas) : new VideoInput(stream, 0, 0, 0, 0, 0));
    }
    return inputs;
  }

  private static VideoInput placed(ConfigObject item, StreamRef stream, VideoProfile canvas) throws MixConfigException {
    int x = item.even("x", 0, canvas.width() - 2);
    int y = item.even("y", 0, canvas.height() - 2);
    int width = item.even("width", 2, canvas.width());
    int height = item.even("height", 2, canvas.height());
    if (x + width > canvas.width()) {
      throw item.bad("width", "puts the tile's right edge at " + (x + width) + ", outside the canvas of " + canvas.width() + " pixels");
    }
    if (y + height > canvas.height()) {
      throw item.bad("height", "puts the tile's lower edge at " + (y + height) + ", outside the canvas of " + canvas.height() + " pixels");
    }
    return new VideoInput(stream, x, y, width, height, item.integer("z_order", 0, MixLimits.VIDEO_INPUTS, 0));
  }

  private static @Nullable List<StreamRef> audioInputs(ConfigObject input) throws MixConfigException {
    List<ConfigObject> items = input.objects("audio", MixLimits.AUDIO_INPUTS);
    if (items == null) {
      return null;
    }
    List<StreamRef> inputs = new ArrayList<>();
    for (ConfigObject item : items) {
      inputs.add(streamRef(item.knowing("user_id", "stream_id"), "user_id", "stream_id"));
    }
    return inputs;
  }

  private static VideoProfile normal(@Nullable ConfigObject video) throws MixConfigException {
    if (video == null) {
      return VideoProfile.DEFAULT_NORMAL;
    }
    video.knowing("normal", "tiny", "exparams", "backgroundColor", "backgroundPicture");
    return profile(video.object("normal"), VideoProfile.DEFAULT_NORMAL);
  }

  private static VideoProfile tiny(@Nullable ConfigObject video, VideoProfile normal) throws MixConfigException {
    ConfigObject tiny = video == null ? null : video.object("tiny");
    VideoProfile profile = profile(tiny, normal.tiny());
    if (tiny != null && (profile.width() > normal.width() || profile.height() > normal.height())) {
      throw new MixConfigException(tiny.path(), "may not be larger than output.video.normal");
    }
    return profile;
  }

  private static VideoProfile profile(@Nullable ConfigObject profile, VideoProfile missing) throws MixConfigException {
    if (profile == null) {
      return missing;
    }
    profile.knowing("width", "height", "fps", "bitrate");
    boolean sized = profile.has("width") || profile.has("height");
    int width = sized ? profile.even("width", MixLimits.SIDE_MIN, MixLimits.SIDE_MAX) : missing.width();
    int height = sized ? profile.even("height", MixLimits.SIDE_MIN, MixLimits.SIDE_MAX) : missing.height();
    if (width * height > MixLimits.PIXELS_MAX) {
      throw new MixConfigException(profile.path(), "may have " + MixLimits.PIXELS_MAX + " pixels, and has " + width * height);
    }
    int missingKbps = missing.bitrateBps() / MixLimits.BITS_PER_KBIT;
    int kbps = profile.integer("bitrate", MixLimits.VIDEO_KBPS_MIN, MixLimits.VIDEO_KBPS_MAX, missingKbps);
    return new VideoProfile(width, height, profile.integer("fps", 1, MixLimits.FRAMES_PER_SECOND_MAX, missing.framesPerSecond()),
      kbps * MixLimits.BITS_PER_KBIT);
  }

  private static RenderMode renderMode(@Nullable ConfigObject video) throws MixConfigException {
    ConfigObject extras = video == null ? null : video.object("exparams");
    return extras == null ? RenderMode.CROP : RenderMode.of(extras.knowing("renderMode").integer("renderMode", 1, 2, 1));
  }

  private static int audioBitrate(@Nullable ConfigObject output) throws MixConfigException {
    ConfigObject audio = output == null ? null : output.object("audio");
    int missing = MixConfig.DEFAULT_AUDIO_BPS / MixLimits.BITS_PER_KBIT;
    int kbps = audio == null ? missing
      : audio.knowing("bitrate").integer("bitrate", MixLimits.AUDIO_KBPS_MIN, MixLimits.AUDIO_KBPS_MAX, missing);
    return kbps * MixLimits.BITS_PER_KBIT;
  }

  private static @Nullable List<URI> pushes(@Nullable ConfigObject output) throws MixConfigException {
    List<ConfigObject> items = output == null ? null : output.objects("cdn", MixLimits.PUSHES);
    if (items == null) {
      return null;
    }
    List<URI> pushes = new ArrayList<>();
    for (ConfigObject item : items) {
      pushes.add(item.knowing("pushurl").uri("pushurl", PUSH_SCHEMES));
    }
    return pushes;
  }

  private static @Nullable Boolean innerCdn(@Nullable ConfigObject output) throws MixConfigException {
    if (output == null || !output.has("inCDNModel")) {
      return null;
    }
    return output.integer("inCDNModel", 1, 2) == 1;
  }
}
