/** What a media loop lends to everything that lives on it: packets, runs, slabs, timers, mailboxes. */
@NullMarked
package io.ringcast.sfu.loop;

import org.jspecify.annotations.NullMarked;
