package io.ringcast.fuzz.body;

import io.ringcast.relay.flv.FlvReader;
import io.ringcast.relay.flv.FlvTag;
import io.ringcast.relay.flv.FlvWriter;
import io.ringcast.relay.flv.TagFrames;
import io.ringcast.relay.flv.TagSequence;
import io.ringcast.relay.media.Frame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An FLV stream: however it is cut, the same tags come out; their frames are written again and read alike. */
public final class FlvBody implements FuzzBody {
  @Override
  public void take(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] stream = Arrays.copyOfRange(input, 1, input.length);
    FlvReader whole = new FlvReader();
    FlvReader cut = new FlvReader();
    List<FlvTag> expected = read(whole, stream, stream.length + 1);
    List<FlvTag> tags = read(cut, stream, 1 + (input[0] & 0xFF));
    Invariant.holds(whole.fault() == cut.fault(), "the same fault");
    Invariant.holds(expected.size() == tags.size(), "as many tags");
    TagFrames in = new TagFrames();
    TagFrames again = new TagFrames();
    TagSequence out = new TagSequence();
    for (int i = 0; i < tags.size(); i++) {
      Invariant.holds(Arrays.equals(expected.get(i).body(), tags.get(i).body()), "the same tags");
      Frame frame = in.take(tags.get(i));
      if (frame != null) {
        List<Frame> frames = new ArrayList<>();
        out.take(frame, tag -> {
          Frame read = again.take(tag);
          if (read != null) {
            frames.add(read);
          }
        });
        Invariant.holds(frames.size() == 1 && Arrays.equals(frames.getFirst().data(), frame.data()), "a frame is written and read");
      }
    }
  }

  private static List<FlvTag> read(FlvReader reader, byte[] stream, int piece) {
    List<FlvTag> tags = new ArrayList<>();
    for (int at = 0; at < stream.length; at += piece) {
      reader.take(stream, at, Math.min(piece, stream.length - at), tags::add);
    }
    return tags;
  }

  @Override
  public List<byte[]> seeds() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(7);
    file.writeBytes(FlvWriter.header(true, true));
    file.writeBytes(FlvWriter.tag(new FlvTag(FlvTag.SCRIPT, 0, TagSequence.metadata(null, null))));
    TagSequence tags = new TagSequence();
    LiveFrames.second().forEach(frame -> tags.take(frame, tag -> file.writeBytes(FlvWriter.tag(tag))));
    return List.of(file.toByteArray(), new byte[] {1, 'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  }
}
