package io.ringcast.relay.serve;

import io.ringcast.http.Handling;
import io.ringcast.http.Problem;
import io.ringcast.relay.hls.HlsAnswer;
import io.ringcast.relay.hls.HlsReload;
import io.ringcast.relay.hls.HlsStream;
import io.ringcast.relay.live.LiveRefusedException;
import io.ringcast.relay.live.RunningStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Playlists and segments (RFC 8216bis). They lie under a name that one live stream alone ever has, so a cache may keep segments for as
 * long as it likes, and the next session of a room never meets them.
 */
final class HlsDoor {
  private static final MediaType PLAYLIST = MediaType.parseMediaType("application/vnd.apple.mpegurl");
  private static final MediaType MP4 = MediaType.parseMediaType("video/mp4");
  private static final String MEDIA_LIST = "/hls/{id}/live.m3u8";
  private static final String MEDIA = "/hls/{id}/{name}";
  /** A publisher has sent a keyframe by then, or sends nothing. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  /** Three target durations: section 6.2.5.2. */
  private static final Duration RELOAD_WAIT = Duration.ofSeconds(12);
  /** Never changes, and is of no use to anybody after some minutes. */
  private static final CacheControl FOREVER = CacheControl.maxAge(Duration.ofHours(1)).cachePublic().immutable();
  /** The answer to a blocking reload is the same for everybody: a cache keeps it while players come for it. */
  private static final CacheControl RELOADED = CacheControl.maxAge(Duration.ofSeconds(24)).cachePublic();
  private static final CacheControl NEWEST = CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();

  private final HlsShelf shelf;
  private final LiveGate gate;
  private final Scheduler scheduler;

  HlsDoor(HlsShelf shelf, LiveGate gate, Scheduler scheduler) {
    this.shelf = shelf;
    this.gate = gate;
    this.scheduler = scheduler;
  }

  RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
      .route(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path(MEDIA_LIST)), this::mediaPlaylist)
      .route(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path(MEDIA)), this::media)
      .route(RequestPredicates.path(MEDIA), Handling.only("GET, HEAD"))
      .build();
  }

  /** The playlist that names the stream's playlist; the token goes with it, so that it can end while the stream is played. */
  Mono<ServerResponse> multivariant(RunningStream stream, LiveAddress address, @Nullable String token) {
    try {
      HlsOutlet outlet = shelf.of(stream);
      String query = token == null ? "" : "?room=" + encoded(gate.pass(address, token).name().roomId()) + "&token=" + encoded(token);
      String name = "/hls/" + outlet.id() + "/live.m3u8" + query;
      return answer(outlet, cut -> cut.multivariant(name), FIRST_WAIT).flatMap(answer -> playlist(answer, NEWEST));
    } catch (LiveRefusedException e) {
      throw LiveProblems.of(e);
    }
  }

  private static String encoded(String text) {
    return UriUtils.encode(text, StandardCharsets.UTF_8);
  }

  private Mono<ServerResponse> mediaPlaylist(ServerRequest request) {
    String token = request.queryParam("token").orElse(null);
    if (token != null) {
      gate.require(request.queryParam("room").orElse(""), token);
    }
    HlsReload reload = new HlsReload(number(request, "_HLS_msn", Long.MAX_VALUE), (int) number(request, "_HLS_part", Integer.MAX_VALUE));
    boolean blocking = reload.segment() != HlsReload.NONE;
    return answer(outlet(request), cut -> blocking ? cut.playlist(reload) : first(cut, reload), RELOAD_WAIT)
      .flatMap(answer -> playlist(answer, blocking ? RELOADED : NEWEST));
  }

  private static HlsAnswer first(HlsStream cut, HlsReload reload) {
    HlsAnswer answer = cut.playlist(reload);
    return answer instanceof HlsAnswer.Playlist && !cut.hasSegment() ? new HlsAnswer.Wait() : answer;
  }

  private static long number(ServerRequest request, String name, long max) {
    String text = request.queryParam(name).orElse(null);
    if (text == null) {
      return HlsReload.NONE;
    }
    boolean number = !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    long value = number ? Long.parseLong(text) : max + 1;
    if (value > max || value < 0) {
      throw Problem.badRequest("bad-reload", name + " is a whole number from 0 on.").exception();
    }
    return value;
  }

  private Mono<ServerResponse> media(ServerRequest request) {
    String name = request.pathVariable("name");
    return answer(outlet(request), cut -> cut.media(name), RELOAD_WAIT).flatMap(answer -> switch (answer) {
      case HlsAnswer.Media media -> bytes(request, media);
      case HlsAnswer.Playlist playlist -> throw gone();
      case HlsAnswer.Wait wait -> throw late();
      case HlsAnswer.Unknown unknown -> throw gone();
      case HlsAnswer.Malformed malformed -> throw gone();
    });
  }

  private HlsOutlet outlet(ServerRequest request) {
    return shelf.byId(request.pathVariable("id")).orElseThrow(HlsDoor::gone);
  }

  private Mono<HlsAnswer> answer(HlsOutlet outlet, Function<HlsStream, HlsAnswer> question, Duration patience) {
    return Mono.defer(() -> {
      CompletableFuture<HlsAnswer> asked = outlet.ask(question);
      return Mono.fromFuture(asked).timeout(patience).onErrorReturn(TimeoutException.class, new HlsAnswer.Wait());
    }).publishOn(scheduler);
  }

  private static Mono<ServerResponse> playlist(HlsAnswer answer, CacheControl cache) {
    return switch (answer) {
      case HlsAnswer.Playlist playlist -> ServerResponse.ok().contentType(PLAYLIST).cacheControl(cache)
        .bodyValue(playlist.text().getBytes(StandardCharsets.UTF_8));
      case HlsAnswer.Wait wait -> throw late();
      case HlsAnswer.Malformed malformed -> throw Problem.badRequest("bad-reload",
        "The playlist will not have that for a while: ask for the next segment or part.").exception();
      case HlsAnswer.Unknown unknown -> throw gone();
      case HlsAnswer.Media media -> throw gone();
    };
  }

  private static Mono<ServerResponse> bytes(ServerRequest request, HlsAnswer.Media media) {
    byte[] whole = media.bytes();
    List<HttpRange> ranges = ranges(request);
    ServerResponse.BodyBuilder head = ServerResponse.status(ranges.size() == 1 ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK)
      .contentType(MP4).cacheControl(FOREVER).header(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (ranges.size() != 1) {
      return head.bodyValue(whole);
    }
    try {
      int start = (int) ranges.getFirst().getRangeStart(whole.length);
      int end = (int) ranges.getFirst().getRangeEnd(whole.length) + 1;
      if (start >= end) {
        throw unsatisfiable(whole.length);
      }
      head.header(HttpHeaders.CONTENT_RANGE, "bytes " + start + "-" + (end - 1) + "/" + whole.length);
      return head.bodyValue(Arrays.copyOfRange(whole, start, end));
    } catch (IllegalArgumentException e) {
      throw unsatisfiable(whole.length);
    }
  }

  /** A range that cannot be read is none: RFC 9110 section 14.2. */
  private static List<HttpRange> ranges(ServerRequest request) {
    try {
      return request.headers().range();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static RuntimeException unsatisfiable(int length) {
    return Problem.of(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "bad-range", "The request cannot be understood",
      "Ask for bytes that are there.").withHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + length).exception();
  }

  private static RuntimeException gone() {
    return Problem.notFound("no-such-segment", "It was removed, or never was: load the playlist at /live anew.").exception();
  }

  private static RuntimeException late() {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "no-media-yet", "There is no such live stream now",
      "The publisher sends nothing that can be played: try again in a moment.").exception();
  }
}
