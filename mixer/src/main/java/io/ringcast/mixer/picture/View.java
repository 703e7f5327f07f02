package io.ringcast.mixer.picture;

import io.ringcast.mixer.layout.Tile;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What a tile shows now.
 *
 * @param frame the picture; it stays its owner's and must not change while its version is the same
 * @param version tells one picture of the stream from the next
 */
public record View(Tile tile, AVFrame frame, long version) {}
