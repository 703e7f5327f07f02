package io.ringcast.signaling.mix;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Mixes nothing and remembers what is asked. */
public final class RecordingMixes implements Mixes {
  final List<String> asked = new ArrayList<>();
  final List<MixSource> sources = new ArrayList<>();
  private @Nullable Ear ear;
  public volatile boolean wanted = true;

  private record Anything() implements Plan {}

  Ear ear() {
    return Objects.requireNonNull(ear);
  }

  @Override
  public Plan read(String document) {
    return new Anything();
  }

  @Override
  public Running start(MediaRoom room, Plan plan, Ear hearing) {
    ear = hearing;
    asked.add("start");
    return new Running() {
      @Override
      public List<PublicationSpec> publications() {
        return List.of(RoomMixesTest.spec("mix_main", MediaKind.AUDIO), RoomMixesTest.spec("mix_main", MediaKind.VIDEO));
      }

      @Override
      public void add(MixSource source) {
        asked.add("add " + source.streamId());
        sources.add(source);
      }

      @Override
      public void remove(String streamId) {
        asked.add("remove " + streamId);
      }

      @Override
      public void muteVideo(String streamId, boolean muted) {
        asked.add(streamId + " muted " + muted);
      }

      @Override
      public void configure(Plan next) {
        asked.add("configure");
      }

      @Override
      public boolean wanted() {
        return wanted;
      }

      @Override
      public void stop() {
        asked.add("stop");
      }

      @Override
      public void await() {}
    };
  }
}
