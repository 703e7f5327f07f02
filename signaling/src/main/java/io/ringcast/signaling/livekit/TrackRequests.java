package io.ringcast.signaling.livekit;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.signaling.room.Source;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.TrackDetails.AudioFeature;
import io.ringcast.signaling.room.TrackDetails.Encryption;
import io.ringcast.signaling.room.TrackDetails.LayerSize;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.AddTrackRequest;

/** What a client says of a track that it will send. */
final class TrackRequests {
  private static final int NAME_CHARS_MAX = 256;
  private static final int LAYERS_MAX = 3;

  private TrackRequests() {}

  static TrackDetails details(AddTrackRequest request) {
    MediaKind kind = request.getType() == TrackType.AUDIO ? MediaKind.AUDIO : MediaKind.VIDEO;
    return new TrackDetails(
        kind, source(request.getSource()), cut(request.getName()), request.getWidth(), request.getHeight(), layers(request),
        cut(request.getStream()), encryption(request), features(request), request.getDisableRed(), mime(kind, request, 0),
        kind == MediaKind.VIDEO ? mime(kind, request, 1) : "");
  }

  /** One of the codecs it names, most preferred first; clients say {@code vp8} or {@code video/VP8}. */
  static String mime(MediaKind kind, AddTrackRequest request, int index) {
    if (request.getSimulcastCodecsCount() <= index) {
      return "";
    }
    String named = cut(request.getSimulcastCodecs(index).getCodec());
    return named.isEmpty() || named.contains("/") ? named : (kind == MediaKind.AUDIO ? "audio/" : "video/") + named;
  }

  private static Source source(TrackSource source) {
    return source == TrackSource.UNRECOGNIZED ? Source.UNKNOWN : Source.valueOf(source.name());
  }

  private static Encryption encryption(AddTrackRequest request) {
    return switch (request.getEncryption()) {
      case GCM -> Encryption.GCM;
      case CUSTOM -> Encryption.CUSTOM;
      default -> Encryption.NONE;
    };
  }

  private static List<LayerSize> layers(AddTrackRequest request) {
    List<VideoLayer> layers = !request.getSimulcastCodecsList().isEmpty() && request.getSimulcastCodecs(0).getLayersCount() > 0
        ? request.getSimulcastCodecs(0).getLayersList()
        : request.getLayersList();
    return layers.stream()
        .filter(layer -> layer.getQuality() != VideoQuality.OFF && layer.getQuality() != VideoQuality.UNRECOGNIZED)
        .limit(LAYERS_MAX)
        .map(layer -> new LayerSize(
            layer(layer.getQuality()), layer.getWidth(), layer.getHeight(), layer.getBitrate(), layer.getSpatialLayer(),
            cut(layer.getRid())))
        .sorted(Comparator.comparing(LayerSize::layer))
        .toList();
  }

  static Layer layer(VideoQuality quality) {
    return switch (quality) {
      case LOW -> Layer.SMALL;
      case MEDIUM -> Layer.MEDIUM;
      default -> Layer.BIG;
    };
  }

  @SuppressWarnings("deprecation")
  private static Set<AudioFeature> features(AddTrackRequest request) {
    EnumSet<AudioFeature> features = EnumSet.noneOf(AudioFeature.class);
    if (request.getStereo()) {
      features.add(AudioFeature.STEREO);
    }
    if (request.getDisableDtx()) {
      features.add(AudioFeature.NO_DTX);
    }
    features.addAll(features(request.getAudioFeaturesList()));
    return features;
  }

  static Set<AudioFeature> features(List<AudioTrackFeature> named) {
    EnumSet<AudioFeature> features = EnumSet.noneOf(AudioFeature.class);
    for (AudioTrackFeature feature : named) {
      switch (feature) {
        case TF_STEREO -> features.add(AudioFeature.STEREO);
        case TF_NO_DTX -> features.add(AudioFeature.NO_DTX);
        case TF_AUTO_GAIN_CONTROL -> features.add(AudioFeature.AUTO_GAIN_CONTROL);
        case TF_ECHO_CANCELLATION -> features.add(AudioFeature.ECHO_CANCELLATION);
        case TF_NOISE_SUPPRESSION -> features.add(AudioFeature.NOISE_SUPPRESSION);
        case TF_ENHANCED_NOISE_CANCELLATION -> features.add(AudioFeature.ENHANCED_NOISE_CANCELLATION);
        case TF_PRECONNECT_BUFFER -> features.add(AudioFeature.PRECONNECT);
        default -> { }
      }
    }
    return features;
  }

  private static String cut(String text) {
    return text.length() <= NAME_CHARS_MAX ? text : text.substring(0, NAME_CHARS_MAX);
  }
}
