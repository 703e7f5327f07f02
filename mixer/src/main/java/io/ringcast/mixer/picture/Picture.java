package io.ringcast.mixer.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.ringcast.mixer.layout.Rect;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A picture in YUV 4:2:0, three planes in native memory: luma, and two of colour with half its sides, rounded up. Owned by one thread, and
 * freed by {@link #close}; nobody may touch it afterwards.
 */
public final class Picture implements AutoCloseable {
  public static final int PLANES = 3;
  /** What the widest vector instructions like. */
  private static final int ALIGNMENT = 64;

  private final AVFrame frame;
  private final int width;
  private final int height;
  private final List<MemorySegment> planes;
  private final int[] strides = new int[PLANES];

  private Picture(AVFrame frame) {
    this.frame = frame;
    width = frame.width();
    height = frame.height();
    for (int i = 0; i < PLANES; i++) {
      strides[i] = frame.linesize(i);
    }
    planes = List.of(segment(0), segment(1), segment(2));
  }

  /** An empty picture; its pixels are whatever was there. */
  public static Picture of(int width, int height) {
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUV420P);
    frame.width(width);
    frame.height(height);
    if (av_frame_get_buffer(frame, ALIGNMENT) < 0) {
      av_frame_free(frame);
      throw new OutOfMemoryError("no native memory for a picture of " + width + "x" + height);
    }
    return new Picture(frame);
  }

  @SuppressWarnings("restricted")
  private MemorySegment segment(int plane) {
    return MemorySegment.ofAddress(frame.data(plane).address()).reinterpret((long) strides[plane] * rows(plane));
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public Rect bounds() {
    return new Rect(0, 0, width, height);
  }

  /** The bytes of a plane, {@link #stride} from row to row. */
  public MemorySegment plane(int plane) {
    return planes.get(plane);
  }

  public int stride(int plane) {
    return strides[plane];
  }

  public int rows(int plane) {
    return plane == 0 ? height : (height + 1) >> 1;
  }

  public int columns(int plane) {
    return plane == 0 ? width : (width + 1) >> 1;
  }

  /** The frame that scalers and encoders read and write; it stays this picture's. */
  public AVFrame frame() {
    return frame;
  }

  /** Makes a part all of one colour; the part lies on even pixels. */
  public void fill(Rect part, Color color) {
    for (int plane = 0; plane < PLANES; plane++) {
      int shift = plane == 0 ? 0 : 1;
      long length = part.width() >> shift;
      for (int row = part.y() >> shift; row < part.bottom() >> shift; row++) {
        planes.get(plane).asSlice((long) row * strides[plane] + (part.x() >> shift), length).fill(color.of(plane));
      }
    }
  }

  /** Copies a part of another picture to a place in this one; both lie on even pixels. */
  public void copy(Picture from, Rect part, int toX, int toY) {
    for (int plane = 0; plane < PLANES; plane++) {
      int shift = plane == 0 ? 0 : 1;
      long length = part.width() >> shift;
      MemorySegment source = from.plane(plane);
      MemorySegment target = planes.get(plane);
      for (int row = 0; row < part.height() >> shift; row++) {
        long sourceAt = (long) ((part.y() >> shift) + row) * from.stride(plane) + (part.x() >> shift);
        long targetAt = (long) ((toY >> shift) + row) * strides[plane] + (toX >> shift);
        MemorySegment.copy(source, sourceAt, target, targetAt, length);
      }
    }
  }

  @Override
  public void close() {
    av_frame_free(frame);
  }
}
