package io.ringcast.calls.log;

import io.ringcast.calls.exchange.CallNews;

/**
 * Something that back ends are to be told.
 *
 * @param position in the log of all apps
 */
public record NewsRow(long position, String appId, long atMs, CallNews news) {}
