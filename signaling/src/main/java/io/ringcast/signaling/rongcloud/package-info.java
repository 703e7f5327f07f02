/** RongCloud's server API: signed calls of an app's back end about its users and rooms. */
@NullMarked
package io.ringcast.signaling.rongcloud;

import org.jspecify.annotations.NullMarked;
