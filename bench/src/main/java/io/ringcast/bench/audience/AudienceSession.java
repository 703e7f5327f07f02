package io.ringcast.bench.audience;

import io.ringcast.bench.contender.OwnNetwork;
import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.bench.contender.SignalledRingcast;
import io.ringcast.bench.contender.Terms;
import io.ringcast.bench.fanout.TextTable;
import io.ringcast.client.ClientHost;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.PeerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Starts a server, has an audience come and go, and prints what that cost. */
public final class AudienceSession {
  private static final int ALL_CORES = -1;

  private final int port;
  private final PrintWriter out;

  public AudienceSession(int port, PrintWriter out) {
    this.port = port;
    this.out = out;
  }

  public void measure(int audience) throws IOException, InterruptedException {
    try (ClientHost host = new ClientHost(OwnNetwork.address(), new ClientLoop("audience"));
        RunningSignalled server =
            new SignalledRingcast(port, List.of()).start(new Terms(host, host, PeerSettings.DEFAULT, 1, ALL_CORES))) {
      AudienceRun run = new AudienceRun(server);
      print("An audience comes, a tenth at a time", run.come(audience));
      print("It goes", run.go());
    }
  }

  private void print(String title, List<AudienceFigures> figures) {
    TextTable table = new TextTable("there", "CPU us each", "messages each, to anybody");
    figures.forEach(one -> table.row(Integer.toString(one.there()), tenths(one.cpuUsEach()), tenths(one.messagesEach())));
    out.println(title + "\n" + table.text());
    out.flush();
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
