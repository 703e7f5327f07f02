package io.ringcast.signaling.mix;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.TrackDetails.LayerSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mixer, as rooms see it. For threads that may wait. */
public interface Mixes {
  /** A server that mixes nothing. */
  Mixes NONE = new Mixes() {
    @Override
    public Plan read(String document) throws MixFaultException {
      throw new MixFaultException("", "This server does not mix.");
    }

    @Override
    public Running start(MediaRoom room, Plan plan, Ear ear) throws MixFaultException {
      throw new MixFaultException("", "This server does not mix.");
    }
  };

  /** What a mix shall be, read and found good; whoever read it knows what is in it. */
  interface Plan {
    /** The sizes in which its picture can be received, smallest first; empty when they are not told. */
    default List<LayerSize> sizes() {
      return List.of();
    }
  }

  /** What a mix needs and what becomes of it; told on a thread of its own, to which one returns at once. */
  interface Ear {
    /** The copy of a stream's picture that is wanted from now on; none when it is not shown. */
    void onLayer(String streamId, @Nullable Layer layer);

    /** A stream made it fail: it goes on without that one's picture and sound. */
    void onLeftOut(String streamId);

    /** It failed and goes on; nothing of it ended. */
    void onRestarted(MixFault fault);

    /** It failed too often and ended though nobody stopped it. */
    void onFailed(MixFault fault);
  }

  /** A mix that runs. What is asked of it happens soon, between two of its frames; any thread. */
  interface Running {
    /** What it is published as in the media plane: one of sound, and one of video. */
    List<PublicationSpec> publications();

    /** Takes a stream in; one of its name is replaced where it is. */
    void add(MixSource source);

    void remove(String streamId);

    /** Whether a stream's picture is muted. */
    void muteVideo(String streamId, boolean muted);

    /** Replaces all that is asked. */
    void configure(Plan plan);

    /** Whether anybody receives it now. */
    boolean wanted();

    /** Ends it soon. */
    void stop();

    /** Ends it, and waits until it has. */
    void await();
  }

  /** Reads RongCloud's document of a mix; what it leaves out has its default. */
  Plan read(String document) throws MixFaultException;

  /** Starts a mix, which publishes in the room's media plane at once. */
  Running start(MediaRoom room, Plan plan, Ear ear) throws MixFaultException;
}
