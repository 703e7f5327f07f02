package io.ringcast.mixer.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import io.ringcast.mixer.layout.Rect;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * libswscale for one way: from pictures of one size and format to another size in 4:2:0. It keeps its tables while both stay. Owned by one
 * thread, freed by {@link #close}.
 */
public final class Scaler implements AutoCloseable {
  private static final int POINTERS = 4;

  private @Nullable SwsContext context;
  private final PointerPointer<Pointer> from = new PointerPointer<>(POINTERS);
  private final IntPointer fromStrides = new IntPointer(POINTERS);
  private final PointerPointer<Pointer> to = new PointerPointer<>(POINTERS);
  private final IntPointer toStrides = new IntPointer(POINTERS);

  /** Fills the whole of {@code target} with a part of a frame of any format; false when the format cannot be read. */
  public boolean scale(AVFrame source, Rect part, Picture target) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(source.format());
    if (format == null || part.isEmpty()) {
      return false;
    }
    SwsContext scaler = sws_getCachedContext(context, part.width(), part.height(), source.format(), target.width(), target.height(),
      AV_PIX_FMT_YUV420P, method(part, target), null, null, (DoublePointer) null);
    context = scaler;
    if (scaler == null) {
      return false;
    }
    for (int plane = 0; plane < POINTERS; plane++) {
      pointAt(source, format, plane, part);
      to.put(plane, target.frame().data(plane));
      toStrides.put(plane, target.frame().linesize(plane));
    }
    return sws_scale(scaler, from, fromStrides, 0, part.height(), to, toStrides) > 0;
  }

  /** Where pictures shrink the mean of all pixels is the best, and costs no more than the narrower ways. */
  private static int method(Rect part, Picture target) {
    return part.width() >= target.width() && part.height() >= target.height() ? SWS_AREA : SWS_BILINEAR;
  }

  private void pointAt(AVFrame source, AVPixFmtDescriptor format, int plane, Rect part) {
    BytePointer data = source.data(plane);
    int stride = source.linesize(plane);
    fromStrides.put(plane, stride);
    if (data == null || data.isNull()) {
      from.put(plane, null);
      return;
    }
    boolean chroma = plane == 1 || plane == 2;
    int row = part.y() >> (chroma ? format.log2_chroma_h() : 0);
    int column = part.x() >> (chroma ? format.log2_chroma_w() : 0);
    // The pointer is frame memory, not this object's: it moves and frees nothing.
    from.put(plane, new BytePointer(data).position((long) row * stride + (long) column * format.comp(plane).step()));
  }

  @Override
  public void close() {
    if (context != null) {
      sws_freeContext(context);
      context = null;
    }
    from.close();
    fromStrides.close();
    to.close();
    toStrides.close();
  }
}
