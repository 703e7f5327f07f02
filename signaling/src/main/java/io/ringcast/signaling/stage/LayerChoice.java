package io.ringcast.signaling.stage;

import io.ringcast.http.Fields;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import java.util.List;

/** Which layer of a stream's video one member wants. For threads that may wait. */
final class LayerChoice {
  private final OpenRooms rooms;

  LayerChoice(OpenRooms rooms) {
    this.rooms = rooms;
  }

  record Chosen(String streamId, String publicationId, Layer layer, boolean paused) {}

  Chosen choose(Access access, String roomId, String streamId, String body) {
    Fields fields = Fields.of(body, "layer", "paused");
    Layer layer = fields.choice("layer", Layer.class);
    if (layer == null) {
      throw Fields.bad("layer", "big, medium or small");
    }
    boolean paused = Boolean.TRUE.equals(fields.flag("paused"));
    return rooms.seen(access, roomId, (host, by) -> {
      Participant viewer = StageCalls.member(by, roomId);
      Publication video = video(host.room(), viewer, streamId);
      host.room().adjust(viewer, video, new Reception(paused, layer));
      return new Chosen(streamId, video.id().value(), layer, paused);
    });
  }

  private static Publication video(Room room, Participant viewer, String streamId) throws RoomRefusedException {
    List<Publication> seen = viewer.permissions().subscribe()
        ? room.others(viewer).stream().flatMap(other -> other.publications().stream()).filter(Publication::live).toList() : List.of();
    return seen.stream().filter(one -> one.kind() == MediaKind.VIDEO && one.streamId().equals(streamId)).findFirst()
        .orElseThrow(() -> new RoomRefusedException(RoomRefusal.NO_SUCH_STREAM, "There is no video of stream " + streamId + " for you.",
            seen.stream().filter(one -> one.kind() == MediaKind.VIDEO).map(Publication::streamId).toList()));
  }
}
