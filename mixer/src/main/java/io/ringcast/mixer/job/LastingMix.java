package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mix that begins again when it fails, on the same time line and with the same streams, so that who watches it sees it stand still for
 * a moment at most. Owned by the mix's thread.
 *
 * <pre>
 * RUNS     fails                        PAUSES   as long as {@link Restarts} says
 * RUNS     fails too often              ENDED
 * PAUSES   the pause is over            RUNS
 * PAUSES   cannot begin                 PAUSES, or ENDED
 * </pre>
 */
final class LastingMix implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LastingMix.class);

  private final String name;
  private final Maker maker;
  private final MixEar ear;
  private final Restarts restarts = new Restarts();
  private @Nullable Mix mix;
  private MixMemory memory;
  private long resumeNs;

  /** Makes a mix that goes on from somewhere. */
  @FunctionalInterface
  interface Maker {
    Mix make(MixMemory memory) throws CodecException;
  }

  /** What is done to the mix that runs. */
  @FunctionalInterface
  interface Action {
    void on(Mix mix) throws CodecException;
  }

  /** It failed too often. */
  static final class EndedException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1;
    private final MixFault fault;

    EndedException(MixFault fault) {
      super(fault.name(), null, false, false);
      this.fault = fault;
    }

    MixFault fault() {
      return fault;
    }
  }

  /** Begins; what cannot be begun at all is the caller's to tell. */
  LastingMix(String name, MixMemory memory, Maker maker, MixEar ear) throws CodecException {
    this.name = name;
    this.memory = memory;
    this.maker = maker;
    this.ear = ear;
    mix = maker.make(memory);
  }

  /** Whether there is a mix to which something can be done. */
  boolean runs() {
    return mix != null;
  }

  /** Does something to the mix; what fails leaves it as it was. */
  void act(Action action) {
    Mix running = mix;
    if (running == null) {
      throw new IllegalStateException("nothing can be done to a mix that pauses");
    }
    try {
      action.on(running);
    } catch (CodecException | RuntimeException e) {
      LOG.warn("the mix of room {} goes on as it was: {}", name, e.toString());
    }
  }

  /** Makes what is due, after {@code before}; returns when the next is. */
  long turn(long nowNs, Action before) throws EndedException {
    Mix running = mix;
    try {
      if (running == null) {
        if (nowNs < resumeNs) {
          return resumeNs;
        }
        running = maker.make(memory);
        mix = running;
      }
      before.on(running);
      return running.turn(nowNs);
    } catch (CodecException | RuntimeException e) {
      return failed(e, nowNs);
    }
  }

  private long failed(Exception failure, long nowNs) throws EndedException {
    MixFault fault = MixFault.of(failure);
    LOG.warn("the mix of room {} failed", name, failure);
    Mix running = mix;
    if (running != null) {
      memory = running.memory();
      mix = null;
      running.close();
    }
    resumeNs = restarts.failed(nowNs);
    if (resumeNs == Restarts.NEVER) {
      throw new EndedException(fault);
    }
    ear.onRestarted(fault);
    return resumeNs;
  }

  @Override
  public void close() {
    if (mix != null) {
      mix.close();
      mix = null;
    }
  }
}
