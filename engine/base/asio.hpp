// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace jamhall::base {

namespace asio = boost::asio;

/// A coroutine of the engine: a named function with by-value parameters.
template <class T = void>
using task = asio::awaitable<T>;

/// Awaits an operation and throws its error as boost::system::system_error.
inline constexpr asio::use_awaitable_t<> or_throw{};

/// Awaits an operation and returns (error_code, results...), for callers that go on after an error.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<>> as_result{asio::use_awaitable};

}  // namespace jamhall::base
