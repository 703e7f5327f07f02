package io.ringcast.signaling.livekit;

import io.ringcast.sfu.api.Layer;
import io.ringcast.signaling.room.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SubscribedCodec;
import livekit.LivekitRtc.SubscribedQuality;
import livekit.LivekitRtc.SubscribedQualityUpdate;
import org.jspecify.annotations.Nullable;

/** Tells a publisher which layers somebody watches, and in which codec, so that it may pause the others. */
final class WantedLayers {
  private WantedLayers() {}

  @SuppressWarnings("deprecation")
  static SignalResponse of(Publication publication) {
    List<SubscribedQuality> qualities = upTo(publication.demanded());
    SubscribedQualityUpdate.Builder update = SubscribedQualityUpdate.newBuilder()
        .setTrackSid(publication.sid())
        .addAllSubscribedQualities(qualities);
    if (publication.spec() != null) {
      update.addSubscribedCodecs(codec(publication.spec().codec().codec().encodingName(), qualities));
    }
    String backup = publication.details().backupMime();
    if (!backup.isEmpty()) {
      update.addSubscribedCodecs(codec(backup.substring(backup.indexOf('/') + 1), upTo(publication.backupDemanded())));
    }
    return SignalResponse.newBuilder().setSubscribedQualityUpdate(update).build();
  }

  private static SubscribedCodec codec(String name, List<SubscribedQuality> qualities) {
    return SubscribedCodec.newBuilder().setCodec(name.toLowerCase(Locale.ROOT)).addAllQualities(qualities).build();
  }

  private static List<SubscribedQuality> upTo(@Nullable Layer highest) {
    List<SubscribedQuality> qualities = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      boolean wanted = highest != null && layer.compareTo(highest) <= 0;
      qualities.add(SubscribedQuality.newBuilder().setQuality(Infos.quality(layer)).setEnabled(wanted).build());
    }
    return qualities;
  }
}
