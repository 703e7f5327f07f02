/** The call channel's frames: read from what a device sends, written as what it is told; docs/call-channel.yaml describes them. Pure. */
@NullMarked
package io.ringcast.calls.channel;

import org.jspecify.annotations.NullMarked;
