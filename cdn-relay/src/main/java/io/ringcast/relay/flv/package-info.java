/** Flash Video: frames to tags, tags to frames, tags in a stream of bytes. RTMP's audio and video messages are the bodies of such tags. */
@NullMarked
package io.ringcast.relay.flv;

import org.jspecify.annotations.NullMarked;
