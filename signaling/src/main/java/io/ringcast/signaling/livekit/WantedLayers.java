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

/** Tells a publisher which layers somebody watches, so that it may pause the others. */
final class WantedLayers {
  private WantedLayers() {}

  @SuppressWarnings("deprecation")
  static SignalResponse of(Publication publication, @Nullable Layer highest) {
    List<SubscribedQuality> qualities = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      boolean wanted = highest != null && layer.compareTo(highest) <= 0;
      qualities.add(SubscribedQuality.newBuilder().setQuality(Infos.quality(layer)).setEnabled(wanted).build());
    }
    SubscribedQualityUpdate.Builder update = SubscribedQualityUpdate.newBuilder()
        .setTrackSid(publication.sid())
        .addAllSubscribedQualities(qualities);
    if (publication.spec() != null) {
      String codec = publication.spec().codec().codec().encodingName().toLowerCase(Locale.ROOT);
      update.addSubscribedCodecs(SubscribedCodec.newBuilder().setCodec(codec).addAllQualities(qualities));
    }
    return SignalResponse.newBuilder().setSubscribedQualityUpdate(update).build();
  }
}
