package io.ringcast.signaling.whip;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.Problem;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.signaling.session.Sessions;
import io.ringcast.signaling.session.Watching;
import io.ringcast.signaling.session.Watching.Subscribed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/** Which layer a watcher gets, simulcast or spatial, and how many temporal ones: asked with POST, seen with GET. */
final class LayerResource {
  private static final int BODY_BYTES_MAX = 4096;
  private static final Duration REPORT_WAIT = Duration.ofSeconds(2);
  /** No codec names more. */
  private static final int LAYER_ID_MAX = 7;

  private final Sessions rooms;
  private final SessionResource sessions;
  private final Scheduler scheduler;

  LayerResource(Sessions rooms, SessionResource sessions, Scheduler scheduler) {
    this.rooms = rooms;
    this.sessions = sessions;
    this.scheduler = scheduler;
  }

  record LayersView(List<MediaView> media) {}

  /** @param wanted the layer asked for; {@code sending} the one that is sent, null when none is */
  record MediaView(
      String mediaId, String kind, String codec, @Nullable Layer wanted, @Nullable Layer sending,
      @Nullable Integer maxTemporalLayerId, List<LayerView> layers) {}

  record LayerView(Layer encodingId, boolean active, int width, int height, long bitrateBps, double fps) {
    static LayerView of(LayerReport report) {
      return new LayerView(
          report.layer(), report.active(), report.width(), report.height(), report.bitrateBps(), report.framesPerSecond());
    }
  }

  Mono<ServerResponse> post(ServerRequest request) {
    return Handling.on(scheduler, () -> (Watching) sessions.of(request))
        .flatMap(session -> Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX).flatMap(body ->
            want(session, Json.object(body)).then(Mono.defer(() -> ServerResponse.noContent().build()))));
  }

  /** The layer by its name, or by its number from the lowest; the highest temporal layer; each where the wish has it. */
  private Mono<Void> want(Watching session, JsonNode wish) {
    Subscribed subscribed = subscribed(session, wish);
    int temporal = layerId(wish, "maxTemporalLayerId");
    int spatial = layerId(wish, "maxSpatialLayerId");
    if (wish.has("encodingId") || (temporal < 0 && spatial < 0)) {
      subscribed.handle().want(layer(wish));
    }
    if (temporal >= 0) {
      subscribed.handle().wantTemporal(temporal);
    }
    if (wish.has("encodingId") || spatial < 0) {
      return Mono.empty();
    }
    return report(session).doOnNext(report -> {
      PublicationReport publication = publication(subscribed, report);
      if (publication != null && !publication.layers().isEmpty()) {
        subscribed.handle().want(publication.layers().get(Math.min(spatial, publication.layers().size() - 1)).layer());
      }
    }).then();
  }

  private static Subscribed subscribed(Watching session, JsonNode wish) {
    String mediaId = text(wish, "mediaId");
    return session.subscriptions().stream()
        .filter(one -> one.mid().equals(mediaId) && one.publication().kind() == MediaKind.VIDEO)
        .findFirst()
        .orElseThrow(() -> Problem.badRequest("bad-media-id", "mediaId must be the mid of a video section of the answer, one of "
            + videos(session).stream().map(Subscribed::mid).toList() + ".").exception());
  }

  private static Layer layer(JsonNode wish) {
    String encodingId = text(wish, "encodingId");
    return Arrays.stream(Layer.values()).filter(one -> one.name().equals(encodingId)).findFirst()
        .orElseThrow(() -> Problem.badRequest("bad-encoding-id", "encodingId must be BIG, MEDIUM or SMALL.").exception());
  }

  /** The number of a layer, -1 when the wish has none. */
  private static int layerId(JsonNode wish, String field) {
    JsonNode value = wish.get(field);
    if (value == null || value.isNull()) {
      return -1;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > LAYER_ID_MAX) {
      throw Problem.badRequest("bad-layer-id", field + " must be a number from 0 to " + LAYER_ID_MAX + ".").exception();
    }
    return value.intValue();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isString()) {
      throw Problem.badRequest("bad-" + (field.equals("mediaId") ? "media-id" : "encoding-id"), field + " must be a string.").exception();
    }
    return value.stringValue();
  }

  Mono<ServerResponse> get(ServerRequest request) {
    return Handling.on(scheduler, () -> (Watching) sessions.of(request))
        .flatMap(session -> report(session).flatMap(report ->
            ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Json.bytes(view(session, report)))));
  }

  private Mono<RoomReport> report(Watching session) {
    return Mono.fromFuture(() -> rooms.report(session.room())).timeout(REPORT_WAIT);
  }

  private static @Nullable PublicationReport publication(Subscribed subscribed, RoomReport report) {
    return report.peers().stream().flatMap(peer -> peer.publications().stream())
        .filter(one -> one.publication().equals(subscribed.publication().id())).findFirst().orElse(null);
  }

  private static List<Subscribed> videos(Watching session) {
    return session.subscriptions().stream().filter(one -> one.publication().kind() == MediaKind.VIDEO).toList();
  }

  private static LayersView view(Watching session, RoomReport report) {
    return new LayersView(videos(session).stream().map(one -> view(one, report)).toList());
  }

  private static MediaView view(Subscribed subscribed, RoomReport report) {
    SubscriptionReport subscription = report.peers().stream().flatMap(peer -> peer.subscriptions().stream())
        .filter(one -> one.subscription().equals(subscribed.handle().id())).findFirst().orElse(null);
    PublicationReport publication = publication(subscribed, report);
    return new MediaView(
        subscribed.mid(),
        subscribed.publication().kind().name().toLowerCase(Locale.ROOT),
        subscribed.publication().codec().codec().encodingName(),
        subscription == null ? null : subscription.wanted(),
        subscription == null ? null : subscription.sending(),
        subscription == null ? null : subscription.maxTemporalLayer(),
        publication == null ? List.of() : publication.layers().stream().map(LayerView::of).toList());
  }
}
