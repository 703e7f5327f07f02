package io.ringcast.relay.srt;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_find_protocol_name;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_write;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.ringcast.relay.push.SrtTarget;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One SRT connection as its caller (libsrt, by FFmpeg's protocol of that name). Each of its calls may wait, and is given up when the socket
 * is told so. Owned by one thread.
 */
final class SrtSocket implements AutoCloseable {
  /** Longer than any of ours, which come first and are counted by the relay's clock. */
  private static final String CONNECT_TIMEOUT_MS = "6000";
  /** What was sent last is still delivered, behind the caller's back. */
  private static final String LINGER_S = "1";
  /** Seven packets of a transport stream. */
  private static final String PAYLOAD_BYTES = "1316";
  private static final int TS_PACKET_BYTES = 188;
  private static final long US_PER_MS = 1_000;

  private final AVIOInterruptCB interrupt = new AVIOInterruptCB();
  /** Held, since native code holds it. */
  private final AVIOInterruptCB.Callback_Pointer asked;
  private @Nullable AVIOContext context;

  /** @param giveUp asked ten times a second while a call waits */
  SrtSocket(BooleanSupplier giveUp) {
    asked = new AVIOInterruptCB.Callback_Pointer() {
      @Override
      public int call(Pointer opaque) {
        return giveUp.getAsBoolean() ? 1 : 0;
      }
    };
    interrupt.callback(asked);
  }

  /** Whether this process has libsrt: FFmpeg's libraries are there for some systems, and not every build has it. */
  static boolean available() {
    try {
      avformat_network_init();
      return "srt".equals(avio_find_protocol_name("srt://127.0.0.1:1"));
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Connects to an address, which is not looked up again; whether it did. */
  boolean connect(InetAddress address, int port, SrtTarget target) {
    av_log_set_level(AV_LOG_QUIET);
    AVIOContext opened = new AVIOContext(null);
    AVDictionary options = new AVDictionary(null);
    options(target).forEach((key, value) -> av_dict_set(options, key, value, 0));
    int result = avio_open2(opened, "srt://" + literal(address) + ":" + port, AVIO_FLAG_WRITE, interrupt, options);
    av_dict_free(options);
    if (result < 0) {
      return false;
    }
    context = opened;
    return greet(opened);
  }

  private static Map<String, String> options(SrtTarget target) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("mode", "caller");
    options.put("transtype", "live");
    options.put("payload_size", PAYLOAD_BYTES);
    options.put("connect_timeout", CONNECT_TIMEOUT_MS);
    options.put("linger", LINGER_S);
    if (target.streamId() != null) {
      options.put("streamid", target.streamId());
    }
    if (target.passphrase() != null) {
      options.put("passphrase", target.passphrase());
    }
    if (target.keyBytes() > 0) {
      options.put("pbkeylen", String.valueOf(target.keyBytes()));
    }
    if (target.latencyMs() >= 0) {
      options.put("latency", String.valueOf(target.latencyMs() * US_PER_MS));
    }
    return options;
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text.replaceFirst("%.*", "") + "]" : text;
  }

  /** FFmpeg connects in the background: what is written first waits for it. A null packet (ISO/IEC 13818-1 section 2.4.1) means nothing. */
  private static boolean greet(AVIOContext opened) {
    byte[] nothing = new byte[TS_PACKET_BYTES];
    Arrays.fill(nothing, (byte) 0xFF);
    nothing[0] = 0x47;
    nothing[1] = 0x1F;
    nothing[3] = 0x10;
    avio_write(opened, nothing, nothing.length);
    avio_flush(opened);
    return opened.error() == 0;
  }

  /** Where muxers write to; open. */
  AVIOContext context() {
    if (context == null) {
      throw new IllegalStateException("not connected");
    }
    return context;
  }

  /** Sends what muxers have written; whether everything so far went out. */
  boolean flush() {
    avio_flush(context());
    return context().error() == 0;
  }

  /** Bytes that went out. */
  long sentBytes() {
    return context == null ? 0 : context.bytes_written();
  }

  @Override
  public void close() {
    if (context != null) {
      avio_close(context);
      context = null;
    }
    interrupt.deallocate();
    asked.deallocate();
  }
}
