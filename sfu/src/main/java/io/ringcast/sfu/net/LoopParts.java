package io.ringcast.sfu.net;

import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Turn;
import io.ringcast.sfu.transport.PacketIntake;

/** What a loop drives: the pool it reads into, where packets go, and what happens at the end of a turn. */
public record LoopParts(
    PacketPool pool, PacketIntake intake, Turn turn, DropCounters drops, TrafficCounters traffic, TcpCounters tcp) {}
