package io.ringcast.events.log;

import io.ringcast.events.delivery.Checkpoint;
import java.util.concurrent.CompletableFuture;

/** A checkpoint that waits to be written. */
record Save(Checkpoint checkpoint, CompletableFuture<Void> done) {}
