/** Requests that a back end signs with its app's secret, in RongCloud's way. */
@NullMarked
package io.ringcast.identity.signed;

import org.jspecify.annotations.NullMarked;
