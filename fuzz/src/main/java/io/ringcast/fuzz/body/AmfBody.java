package io.ringcast.fuzz.body;

import io.ringcast.relay.amf.AmfReader;
import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.amf.AmfWriter;
import java.util.List;
import java.util.Map;

/** Values of AMF 0: what is read is written again and read alike. */
public final class AmfBody implements FuzzBody {
  @Override
  public void take(byte[] input) {
    AmfReader reader = new AmfReader(input, 0, input.length);
    int values = 0;
    for (AmfValue value = reader.next(); value != null; value = reader.next()) {
      byte[] written = new AmfWriter().value(value).bytes();
      AmfValue again = new AmfReader(written, 0, written.length).next();
      Invariant.holds(String.valueOf(value).equals(String.valueOf(again)), "what is written is read alike");
      values++;
    }
    Invariant.holds(values <= AmfReader.MAX_VALUES, "no more values than that");
  }

  @Override
  public List<byte[]> seeds() {
    AmfValue.Fields fields = new AmfValue.Fields(Map.of("app", new AmfValue.Text("live"), "on", new AmfValue.Flag(true)), false);
    return List.of(
      new AmfWriter().text("connect").number(1).value(fields).nothing().bytes(),
      new AmfWriter().value(new AmfValue.Items(List.of(new AmfValue.Numeric(2), fields))).array(fields.values()).bytes(),
      new byte[] {11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 7, 0, 0, 12, 0, 0, 0, 1, 'a', 16, 0, 1, 'C', 0, 0, 9});
  }
}
