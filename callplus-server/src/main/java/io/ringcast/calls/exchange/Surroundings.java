package io.ringcast.calls.exchange;

import java.util.function.Supplier;

/**
 * What one app's exchange is put into.
 *
 * @param newId a name that nobody guesses and none was given before
 */
record Surroundings(
    String appId, ExchangeSettings settings, CallRooms rooms, PushSender push, UserListener users, Supplier<String> newId) {}
