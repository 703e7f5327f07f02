/** What one subscriber gets: layer choice, rewriting, retransmission, reports. */
@NullMarked
package io.ringcast.sfu.egress;

import org.jspecify.annotations.NullMarked;
