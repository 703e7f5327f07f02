package io.ringcast.bench.audience;

import io.ringcast.bench.contender.Bystander;
import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.RoomWish.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An audience, there by signal alone, that comes into a live room with one host and goes again, a tenth at a time. */
public final class AudienceRun {
  private static final String ROOM = "audience";
  private static final RoomWish HOST = new RoomWish(Role.HOST, null, null);
  private static final RoomWish AUDIENCE = new RoomWish(Role.AUDIENCE, null, null);
  private static final int PARTS = 10;
  private static final int AT_ONCE = 20;
  private static final int JOIN_LIMIT_S = 30;
  /** Until those who went are gone, and what they were told has come. */
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final double NS_PER_US = 1e3;

  private final RunningSignalled server;
  private final List<Bystander> there = new ArrayList<>();

  public AudienceRun(RunningSignalled server) {
    this.server = server;
  }

  /** Figures of each tenth that comes. */
  List<AudienceFigures> come(int audience) throws IOException, InterruptedException {
    enter(HOST, 1);
    List<AudienceFigures> figures = new ArrayList<>();
    for (int part = 1; part <= PARTS; part++) {
      int more = audience * part / PARTS + 1 - there.size();
      figures.add(figures(more, () -> enter(AUDIENCE, more)));
    }
    return figures;
  }

  /** Figures of each tenth that goes; the host stays. */
  List<AudienceFigures> go() throws IOException, InterruptedException {
    int audience = there.size() - 1;
    List<AudienceFigures> figures = new ArrayList<>();
    for (int part = 1; part <= PARTS; part++) {
      int fewer = there.size() - 1 - audience * (PARTS - part) / PARTS;
      figures.add(figures(fewer, () -> leave(fewer)));
    }
    return figures;
  }

  private void enter(RoomWish wish, int count) {
    for (int done = 0; done < count; done += AT_ONCE) {
      List<Bystander> group = new ArrayList<>();
      for (int i = done; i < Math.min(done + AT_ONCE, count); i++) {
        group.add(server.rooms().stand(ROOM, wish));
      }
      group.forEach(one -> there.add(one.joined().orTimeout(JOIN_LIMIT_S, TimeUnit.SECONDS).join()));
    }
  }

  private void leave(int count) {
    for (int i = 0; i < count; i++) {
      there.removeLast().leave();
    }
  }

  private AudienceFigures figures(int count, Runnable event) throws IOException, InterruptedException {
    long cpuNs = server.usage().cpuNs();
    long messages = server.rooms().told();
    event.run();
    Thread.sleep(SETTLING);
    return new AudienceFigures(there.size() - 1, (server.usage().cpuNs() - cpuNs) / NS_PER_US / count,
        (double) (server.rooms().told() - messages) / count);
  }
}
