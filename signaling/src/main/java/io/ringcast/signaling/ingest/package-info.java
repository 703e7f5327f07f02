/** Publishers that come by no door of ours, over RTMP and the like: their places in rooms. */
@NullMarked
package io.ringcast.signaling.ingest;

import org.jspecify.annotations.NullMarked;
