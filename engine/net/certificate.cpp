// SPDX-License-Identifier: Apache-2.0
#include "engine/net/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace jamhall::net {
namespace {

constexpr std::size_t chain_max = 10;

struct bio_deleter {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using bio_ptr = std::unique_ptr<BIO, bio_deleter>;

bio_ptr reading(std::string_view text)
{
    return bio_ptr{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// Keeps OpenSSL from asking for a pass phrase on the terminal.
int no_pass_phrase(char*, int, int, void*)
{
    return -1;
}

/// Host of an https origin, an IPv6 address without its brackets; empty when it is none.
std::string host_in(std::string_view url)
{
    constexpr std::string_view scheme = "https://";
    if (!url.starts_with(scheme))
        return {};
    url.remove_prefix(scheme.size());
    if (url.starts_with('['))
        return std::string{url.substr(1, url.find(']') - 1)};
    return std::string{url.substr(0, url.find_first_of(":/"))};
}

bool is_for(x509_st& certificate, const std::string& host)
{
    return X509_check_host(&certificate, host.data(), host.size(), 0, nullptr) == 1 ||
           X509_check_ip_asc(&certificate, host.c_str(), 0) == 1;
}

std::string day_of(const ASN1_TIME* at)
{
    std::tm day{};
    if (ASN1_TIME_to_tm(at, &day) != 1)
        return "an unknown day";
    char text[11];
    const auto size = std::strftime(text, sizeof text, "%Y-%m-%d", &day);
    return {text, size};
}

/// Whole days from `now` to an end, negative when it is past.
int days_until(const ASN1_TIME* end, std::time_t now)
{
    std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> today{ASN1_TIME_set(nullptr, now), ASN1_TIME_free};
    int days = 0;
    int seconds = 0;
    if (!today || ASN1_TIME_diff(&days, &seconds, today.get(), end) != 1)
        return -1;
    return days < 0 || seconds < 0 ? days - 1 : days;
}

}  // namespace

void openssl_deleter::operator()(x509_st* certificate) const
{
    X509_free(certificate);
}

void openssl_deleter::operator()(evp_pkey_st* key) const
{
    EVP_PKEY_free(key);
}

certified_key read_certified_key(std::string_view certificate_pem, std::string_view key_pem)
{
    certified_key made;
    const auto certificates = reading(certificate_pem);
    while (made.chain.size() < chain_max) {
        X509* const next = PEM_read_bio_X509(certificates.get(), nullptr, no_pass_phrase, nullptr);
        if (next == nullptr)
            break;
        made.chain.emplace_back(next);
    }
    made.key.reset(PEM_read_bio_PrivateKey(reading(key_pem).get(), nullptr, no_pass_phrase, nullptr));
    const bool belong = !made.chain.empty() && made.key &&
                        X509_check_private_key(made.chain.front().get(), made.key.get()) == 1;
    ERR_clear_error();
    if (made.chain.empty())
        throw certificate_error{"the certificate's file holds no certificate in PEM form"};
    if (!made.key)
        throw certificate_error{"the key's file holds no private key in PEM form, or one with a pass phrase"};
    if (!belong)
        throw certificate_error{"the private key is not the one of the certificate"};
    return made;
}

std::vector<certificate_finding> judge_certificate(std::string_view certificate_pem, std::string_view key_pem,
                                                   std::string_view public_url, sessions::instant now)
{
    certified_key read;
    try {
        read = read_certified_key(certificate_pem, key_pem);
    } catch (const certificate_error& why) {
        return {{true, std::string{"This certificate cannot be used: "} + why.what() + '.'}};
    }
    std::vector<certificate_finding> found;
    X509& own = *read.chain.front();
    const auto at = static_cast<std::time_t>(now.ms / 1'000);
    const std::string host = host_in(public_url);
    if (host.empty())
        found.push_back({false, "The public URL does not begin with https://, so nobody is led to TLS."});
    else if (!is_for(own, host))
        found.push_back({true, "The certificate is not for " + host + ", the host of the public URL."});
    if (ASN1_TIME_cmp_time_t(X509_get0_notBefore(&own), at) > 0)
        found.push_back(
            {true, "The certificate is not valid before " + day_of(X509_get0_notBefore(&own)) + '.'});
    const int left = days_until(X509_get0_notAfter(&own), at);
    if (left < 0)
        found.push_back({true, "The certificate expired on " + day_of(X509_get0_notAfter(&own)) + '.'});
    else if (left < certificate_warning_days)
        found.push_back({false, "The certificate expires on " + day_of(X509_get0_notAfter(&own)) +
                                    ": see to it that it is renewed."});
    return found;
}

}  // namespace jamhall::net
