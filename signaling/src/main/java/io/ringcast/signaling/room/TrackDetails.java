package io.ringcast.signaling.room;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import java.util.List;
import java.util.Set;

/**
 * A publication as its publisher describes it.
 *
 * @param layers the sizes in which it is sent, smallest first; empty when it is not told
 * @param group names the publications that are played together; empty for the rule by source
 * @param encryption how its payloads are encrypted end to end
 * @param mime the codec that its publisher prefers, {@code video/VP8}; empty for none
 * @param backupMime another codec in which it would send to those that cannot play the first; empty for none
 */
public record TrackDetails(
    MediaKind kind,
    Source source,
    String name,
    int width,
    int height,
    List<LayerSize> layers,
    String group,
    Encryption encryption,
    Set<AudioFeature> audioFeatures,
    boolean redundancyDisabled,
    String mime,
    String backupMime) {

  /** How payloads are encrypted end to end. */
  public enum Encryption { NONE, GCM, CUSTOM }

  /** How the sound was made. */
  public enum AudioFeature {
    STEREO,
    NO_DTX,
    AUTO_GAIN_CONTROL,
    ECHO_CANCELLATION,
    NOISE_SUPPRESSION,
    ENHANCED_NOISE_CANCELLATION,
    PRECONNECT
  }

  /** @param rid names the layer in the media, empty when it is not told */
  public record LayerSize(Layer layer, int width, int height, int bitrateBps, int spatialLayer, String rid) {}

  public TrackDetails {
    layers = List.copyOf(layers);
    audioFeatures = Set.copyOf(audioFeatures);
  }

  /** The same with a sound that is made otherwise. */
  public TrackDetails with(Set<AudioFeature> features) {
    return new TrackDetails(kind, source, name, width, height, layers, group, encryption, features, redundancyDisabled, mime,
        backupMime);
  }

  /** The same in another size. */
  public TrackDetails resized(int newWidth, int newHeight) {
    return new TrackDetails(kind, source, name, newWidth, newHeight, layers, group, encryption, audioFeatures, redundancyDisabled, mime,
        backupMime);
  }

  /** The same in these sizes, smallest first; nothing of them is told when there are none. */
  public TrackDetails sized(List<LayerSize> sizes) {
    int largestWidth = sizes.isEmpty() ? 0 : sizes.getLast().width();
    int largestHeight = sizes.isEmpty() ? 0 : sizes.getLast().height();
    return new TrackDetails(kind, source, name, largestWidth, largestHeight, sizes, group, encryption, audioFeatures, redundancyDisabled,
        mime, backupMime);
  }

  /** The same without another codec to fall back to. */
  public TrackDetails inOneCodec() {
    return new TrackDetails(kind, source, name, width, height, layers, group, encryption, audioFeatures, redundancyDisabled, mime, "");
  }

  /** The same in a stream that its publisher calls so. */
  public TrackDetails called(String tag) {
    return new TrackDetails(kind, source, name, width, height, layers, tag, encryption, audioFeatures, redundancyDisabled, mime,
        backupMime);
  }

  /** What is known of a publication whose publisher describes nothing. */
  public static TrackDetails plain(MediaKind kind) {
    Source source = kind == MediaKind.AUDIO ? Source.MICROPHONE : Source.CAMERA;
    return new TrackDetails(kind, source, "", 0, 0, List.of(), "", Encryption.NONE, Set.of(), false, "", "");
  }
}
