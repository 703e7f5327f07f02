package io.ringcast.server;

import io.ringcast.server.calls.CallPlane;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.mix.MixerHere;
import io.ringcast.server.mix.WebPictures;
import io.ringcast.server.relay.LivePlane;
import io.ringcast.server.rtmp.RtmpPlane;
import io.ringcast.server.rtmp.RtmpPortTakenException;
import io.ringcast.sfu.MediaPortTakenException;
import io.ringcast.sfu.SfuServer;
import io.ringcast.sfu.SfuSettings;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.sfu.api.TransportProtocol;
import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.Doors;
import io.ringcast.signaling.live.LiveUrls;
import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** The media plane with its rooms: open before HTTP answers, and says goodbye to its peers before HTTP ends. */
final class MediaPlane implements SmartLifecycle {

  private final Sfu sfu;
  private final MixerHere mixer;
  private final WebPictures pictures;
  private final Doors doors;
  private final CallPlane calls;
  private final LivePlane live;
  private final RtmpPlane rtmp;
  private final Records records;
  private volatile boolean open = true;

  private MediaPlane(Sfu sfu, MixerHere mixer, WebPictures pictures, Doors doors, CallPlane calls, LivePlane live, RtmpPlane rtmp,
      Records records) {
    this.sfu = sfu;
    this.mixer = mixer;
    this.pictures = pictures;
    this.doors = doors;
    this.calls = calls;
    this.live = live;
    this.rtmp = rtmp;
    this.records = records;
  }

  /** Opens the UDP ports and the TCP port; closes the records when it is stopped. */
  static MediaPlane open(ServerSettings settings, Records records, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    try {
      Sfu sfu = SfuServer.start(sfuSettings(settings.media()), random);
      WebPictures pictures = new WebPictures();
      MixerHere mixer = new MixerHere(System::nanoTime, clock, pictures);
      CallPlane calls = CallPlane.open(settings, records.identity(), records.database(), records.events(), clock);
      DoorSettings wanted = doors(settings).with(calls.rooms(), calls.rooms()).with(mixer);
      Doors doors = new Doors(sfu, records.identity(), clock, random, wanted, records.events());
      calls.serve(doors.rooms());
      LivePlane live = LivePlane.open(settings.live(), doors.livePlaces(), records.identity(), clock);
      RtmpPlane rtmp = RtmpPlane.open(settings.rtmp(), settings.http().bind(), doors, live, random);
      return new MediaPlane(sfu, mixer, pictures, doors, calls, live, rtmp, records);
    } catch (RtmpPortTakenException e) {
      throw PortInUseException.rtmp(settings.rtmp().port(), settings.media().bind(), String.valueOf(e.getMessage()));
    } catch (MediaPortTakenException e) {
      throw e.protocol() == TransportProtocol.TCP
        ? PortInUseException.iceTcp(e.port(), settings.media().bind(), String.valueOf(e.getMessage()))
        : PortInUseException.media(e.port(), settings.media().bind(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("the media ports cannot be opened", e);
    }
  }

  static SfuSettings sfuSettings(ServerSettings.Media media) {
    int tcpPort = media.tcpPort() == 0 ? SfuSettings.NO_TCP : media.tcpPort();
    return new SfuSettings(media.loops(), media.bind(), media.port(), tcpPort, media.announced(),
      media.estimation() ? EstimatorSettings.DEFAULT : null);
  }

  private static DoorSettings doors(ServerSettings settings) {
    ServerSettings.Limits limits = settings.limits();
    PendingLimits pending =
      new PendingLimits(limits.pendingSessions(), limits.pendingSessionsPerApp(), limits.pendingSessionsPerAddress());
    RoomLimits rooms = RoomLimits.DEFAULT.with(pending)
      .with(new RoomLimits.Hosts(limits.audioHosts(), limits.videoHosts()))
      .withPublicationsPerParticipant(limits.tracksPerUser());
    ServerSettings.Live live = settings.live();
    return new DoorSettings(rooms, List.of(), settings.apps()::staysOf)
      .with(new LiveUrls.Rules(live.open(), live.defaultApp(), live.urlLifetime(), live.publicUrl()));
  }

  MixerHere mixer() {
    return mixer;
  }

  Sfu sfu() {
    return sfu;
  }

  Doors doors() {
    return doors;
  }

  CallPlane calls() {
    return calls;
  }

  LivePlane live() {
    return live;
  }

  RtmpPlane rtmp() {
    return rtmp;
  }

  Records records() {
    return records;
  }

  /** True while the media sockets are open. */
  boolean open() {
    return open;
  }

  @Override
  public void start() { }

  @Override
  public void stop() {
    if (open) {
      open = false;
      calls.farewell();
      rtmp.close();
      live.close();
      doors.farewell();
      sfu.close();
      doors.close();
      pictures.close();
      calls.close();
      records.close();
    }
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  /** The highest phase: the first to be stopped. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
