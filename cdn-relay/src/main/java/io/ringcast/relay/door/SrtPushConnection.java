package io.ringcast.relay.door;

import io.ringcast.relay.hub.Cursor;
import io.ringcast.relay.hub.Reader;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.push.PushReason;
import io.ringcast.relay.push.PushUrl;
import io.ringcast.relay.srt.SrtEnd;
import io.ringcast.relay.srt.SrtSender;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A push over SRT: what its sender's thread has room for. Owned by the sockets' thread. */
final class SrtPushConnection implements PushConnection, Reader {
  private final LiveLoop loop;
  private final Audience audience;
  private final Ear ear;
  private @Nullable SrtSender sender;
  private @Nullable Cursor cursor;
  private long fullNs = Long.MAX_VALUE;
  private boolean over;

  private SrtPushConnection(LiveLoop loop, Audience audience, Ear ear) {
    this.loop = loop;
    this.audience = audience;
    this.ear = ear;
  }

  /** Begins to connect. */
  static SrtPushConnection to(InetAddress address, PushUrl url, LiveLoop loop, Audience audience, Ear ear) {
    SrtPushConnection made = new SrtPushConnection(loop, audience, ear);
    made.sender = SrtSender.start(address, url.port(), url.srt(), loop::nowNs, made.new Heard());
    return made;
  }

  /** What the sender's thread tells, brought to the sockets'. */
  private final class Heard implements SrtSender.Ear {
    @Override
    public void onConnected() {
      loop.execute(SrtPushConnection.this::begin);
    }

    @Override
    public void onRoom() {
      loop.execute(() -> {
        fullNs = Long.MAX_VALUE;
        onMore();
      });
    }

    @Override
    public void onEnd(SrtEnd reason) {
      loop.execute(() -> lost(switch (reason) {
        case TIMEOUT -> PushReason.TIMEOUT;
        case REFUSED -> PushReason.REFUSED;
        case LOST -> PushReason.CLOSED_BY_PEER;
        case TOO_SLOW -> PushReason.TOO_SLOW;
        case UNAVAILABLE -> PushReason.PROTOCOL;
      }));
    }
  }

  private void begin() {
    if (!over) {
      cursor = audience.join(this);
      ear.onPublishing();
      onMore();
    }
  }

  @Override
  public void onMore() {
    Cursor place = cursor;
    SrtSender sending = sender;
    if (over || place == null || sending == null) {
      return;
    }
    while (fullNs == Long.MAX_VALUE) {
      Frame frame = place.next();
      if (frame == null) {
        break;
      }
      if (!sending.offer(frame)) {
        fullNs = loop.nowNs();
      }
    }
    if (fullNs != Long.MAX_VALUE && loop.nowNs() - fullNs >= SrtSender.STALL_NS) {
      lost(PushReason.TOO_SLOW);
    } else if (place.ended()) {
      lost(PushReason.SOURCE_ENDED);
    }
  }

  private void lost(PushReason reason) {
    if (!over) {
      over = true;
      leave(reason == PushReason.SOURCE_ENDED);
      ear.onLost(reason);
    }
  }

  private void leave(boolean inOrder) {
    if (sender != null && inOrder) {
      sender.finish();
    } else if (sender != null) {
      sender.close();
    }
    if (cursor != null) {
      audience.leave(cursor);
      cursor = null;
    }
  }

  @Override
  public long sentBytes() {
    return sender == null ? 0 : sender.sentBytes();
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      // One that is still connecting has nothing to bring to an end.
      leave(cursor != null);
    }
  }
}
