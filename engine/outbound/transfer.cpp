// SPDX-License-Identifier: Apache-2.0
#include "engine/outbound/transfer.hpp"

#include "engine/outbound/address.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

namespace jamhall::outbound {
namespace {

constexpr std::size_t header_size_max = 64 * 1024;
constexpr std::chrono::milliseconds connect_timeout_max{5'000};

/// One option that this libcurl must know; were it refused, a protection would be missing.
template <class Value>
void set(CURL* of, CURLoption option, Value value)
{
    if (curl_easy_setopt(of, option, value) != CURLE_OK)
        throw std::runtime_error{"libcurl refuses an option"};
}

fetch_fault fault_of(CURLcode result)
{
    switch (result) {
    case CURLE_OPERATION_TIMEDOUT: return fetch_fault::timed_out;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return fetch_fault::unreachable;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return fetch_fault::not_trusted;
    case CURLE_FILESIZE_EXCEEDED: return fetch_fault::too_long;
    default: return fetch_fault::broken;
    }
}

}  // namespace

void start_curl()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK)
        throw std::runtime_error{"libcurl cannot be started"};
}

transfer::transfer(fetch_request asked, std::function<void(fetched)> done)
    : asked_{std::move(asked)}, done_{std::move(done)}, handle_{curl_easy_init()}
{
    if (!handle_)
        throw std::bad_alloc{};
    set_limits();
    set_contents();
}

void transfer::set_limits()
{
    CURL* const of = handle_.get();
    set(of, CURLOPT_NOSIGNAL, 1L);
    set(of, CURLOPT_PROTOCOLS_STR, "http,https");
    set(of, CURLOPT_FOLLOWLOCATION, 0L);
    set(of, CURLOPT_SSL_VERIFYPEER, 1L);
    set(of, CURLOPT_SSL_VERIFYHOST, 2L);
    set(of, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(of, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(of, CURLOPT_TIMEOUT_MS, static_cast<long>(asked_.timeout.count()));
    set(of, CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(std::min(asked_.timeout, connect_timeout_max).count()));
    set(of, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(asked_.answer_size_max));
    if (!asked_.ca_file.empty()) {
        // Instead of the system's, whose folder libcurl would go on looking into.
        set(of, CURLOPT_CAINFO, asked_.ca_file.c_str());
        set(of, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    // A proxy of the environment is for the world outside, never for this machine itself.
    if (is_loopback(asked_.url))
        set(of, CURLOPT_PROXY, "");
}

void transfer::set_contents()
{
    CURL* const of = handle_.get();
    set(of, CURLOPT_URL, asked_.url.c_str());
    set(of, CURLOPT_USERAGENT, "jamhall");
    headers_.reset(curl_slist_append(nullptr, "Accept: application/json"));
    if (!headers_)
        throw std::bad_alloc{};
    set(of, CURLOPT_HTTPHEADER, headers_.get());
    if (asked_.form) {
        set(of, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(asked_.form->size()));
        set(of, CURLOPT_POSTFIELDS, asked_.form->c_str());
    }
    if (asked_.basic_login) {
        set(of, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        set(of, CURLOPT_USERNAME, asked_.basic_login->first.c_str());
        set(of, CURLOPT_PASSWORD, asked_.basic_login->second.c_str());
    } else if (!asked_.bearer.empty()) {
        set(of, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
        set(of, CURLOPT_XOAUTH2_BEARER, asked_.bearer.c_str());
    }
    set(of, CURLOPT_WRITEFUNCTION, &transfer::take_body);
    set(of, CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(of, CURLOPT_HEADERFUNCTION, &transfer::take_header);
    set(of, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(of, CURLOPT_PRIVATE, static_cast<void*>(this));
}

std::size_t transfer::take_body(const char* bytes, std::size_t size, std::size_t count, void* self)
{
    auto& mine = *static_cast<transfer*>(self);
    const std::size_t arrived = size * count;
    if (arrived > mine.asked_.answer_size_max - mine.answer_.body.size()) {
        mine.is_too_long_ = true;
        return 0;
    }
    try {
        mine.answer_.body.append(bytes, arrived);
    } catch (const std::bad_alloc&) {
        return 0;
    }
    return arrived;
}

std::size_t transfer::take_header(const char*, std::size_t size, std::size_t count, void* self)
{
    auto& mine = *static_cast<transfer*>(self);
    const std::size_t arrived = size * count;
    mine.header_size_ += arrived;
    mine.is_too_long_ = mine.header_size_ > header_size_max;
    return mine.is_too_long_ ? 0 : arrived;
}

void transfer::finish(CURLcode result)
{
    if (is_too_long_)
        return done_(fetch_fault::too_long);
    if (result != CURLE_OK)
        return done_(fault_of(result));
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &answer_.status);
    const char* type = nullptr;
    curl_easy_getinfo(handle_.get(), CURLINFO_CONTENT_TYPE, &type);
    answer_.content_type = type ? type : "";
    done_(std::move(answer_));
}

}  // namespace jamhall::outbound
