/** The RTMP port of this process: its publishers in the rooms, its players at the live streams, its pushes. */
@NullMarked
package io.ringcast.server.rtmp;

import org.jspecify.annotations.NullMarked;
