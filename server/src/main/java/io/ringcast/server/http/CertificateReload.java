package io.ringcast.server.http;

import io.ringcast.server.http.Certificates.Loaded;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.SmartLifecycle;

/**
 * Takes changed PEM files into use for the connections that come after; files that cannot be used leave in use what is.
 *
 * <p>The files are read again and again rather than watched: watching misses what renewals do, links that point elsewhere and network
 * folders. Between {@link #start} and {@link #stop} it has a thread of its own.
 */
final class CertificateReload implements SmartLifecycle {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);

  private final @Nullable Loaded loaded;
  private final Consumer<SslBundle> update;
  private @Nullable PemPair judged;
  private @Nullable PemPair lastRead;
  private @Nullable String lastFault;
  private @Nullable ScheduledExecutorService thread;

  CertificateReload(Certificates certificates, Consumer<SslBundle> update) {
    loaded = certificates.loaded();
    judged = loaded == null ? null : loaded.pair();
    lastRead = judged;
    this.update = update;
  }

  /** One look at the files. A change counts once two looks have seen the same, since two files are never written at once. */
  void look() {
    if (loaded == null) {
      return;
    }
    try {
      PemPair read = PemPair.read(loaded.files());
      boolean settled = read.equals(lastRead);
      lastRead = read;
      if (settled && !read.equals(judged)) {
        judged = read;
        update.accept(read.bundle());
        lastFault = null;
        LOG.info("server.tls: {} and {} have changed; new connections get the new certificate",
          loaded.files().certificate(), loaded.files().key());
      }
    } catch (PemPair.UnusableException e) {
      tell(loaded, String.valueOf(e.getMessage()));
    }
  }

  private void tell(Loaded files, String fault) {
    if (!fault.equals(lastFault)) {
      lastFault = fault;
      LOG.error("server.tls: the changed {} and {} cannot be used, the certificate in use stays: {}",
        files.files().certificate(), files.files().key(), fault);
    }
  }

  @Override
  public void start() {
    if (loaded != null && thread == null) {
      thread = Executors.newSingleThreadScheduledExecutor(task -> Thread.ofPlatform().name("certificate-reload").daemon().unstarted(task));
      long intervalMs = INTERVAL.toMillis();
      ScheduledFuture<?> _ = thread.scheduleWithFixedDelay(this::lookSafely, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }
  }

  /** An exception would end the schedule. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("server.tls: the changed files could not be taken into use", e);
    }
  }

  @Override
  public void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
