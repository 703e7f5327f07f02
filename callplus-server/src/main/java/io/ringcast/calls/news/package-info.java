/** What back ends are told of calls: the log's news on their way into the log of events, from where webhooks tell them. */
@NullMarked
package io.ringcast.calls.news;

import org.jspecify.annotations.NullMarked;
