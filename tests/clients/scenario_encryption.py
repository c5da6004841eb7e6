# The life of a stream's encryption: start, change of key, failures, stop.
# Where AWS documents nothing, the library's default policy is asserted; see facts behind encryption/policy.hpp.
# SPDX-License-Identifier: BSL-1.0
from harness import Failed, check, equal
from stage import DISABLED, OWNED, SETTLING, WORK, Stage, customer, scenario


@scenario
def start_without_a_configuration_takes_the_owned_key(stage: Stage):
    name = stage.active()
    stage.start(name)
    stage.expect_encryption(name, Status="ENABLING", KeyType="AWS_OWNED_CMK")
    stage.expect_encrypted(name, False)
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="AWS_OWNED_CMK")


@scenario
def start_with_the_owned_key_by_name(stage: Stage):
    name = stage.active()
    stage.start(name, OWNED)
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="AWS_OWNED_CMK")


@scenario
def records_are_encrypted_five_seconds_after_ENABLED_and_not_before(stage: Stage):
    for ask in (stage.put, stage.put_batch):
        for _ in range(10):
            name = stage.active()
            before = stage.gateway.now()
            stage.start(name)
            stage.work()
            encrypted = ask(name)
            if stage.gateway.now() < before + WORK + SETTLING:
                break  # else the calls took so long that they prove nothing
        else:
            raise Failed(f"the machine is too slow: two calls took more than {SETTLING} seconds, ten times")
        equal(encrypted, False, "Encrypted within five seconds after ENABLED")
    stage.expect_encryption(name, Status="ENABLED", KeyType="AWS_OWNED_CMK")
    stage.settle()
    stage.expect_encrypted(name, True)


@scenario
def start_with_a_customer_key(stage: Stage):
    name, key = stage.active(), stage.key("own")
    stage.start(name, customer(key))
    stage.expect_encryption(name, Status="ENABLING", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key)
    stage.expect_encrypted(name, False)
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key)
    stage.settle()
    stage.expect_encrypted(name, True)


@scenario
def a_change_of_key_leaves_the_old_key_in_effect_while_ENABLING(stage: Stage):
    old, new = stage.key("old"), stage.key("new")
    name = stage.encrypted(customer(old))
    stage.start(name, customer(new))
    stage.expect_encryption(name, Status="ENABLING", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=new)
    # A Put notices when the key in effect is lost: so it tells which key that is.
    stage.gateway.set_key(new, state="disabled")
    stage.put(name)
    stage.gateway.set_key(new, state="enabled")
    stage.gateway.set_key(old, state="disabled")
    stage.refused("InvalidKMSResourceException", "PutRecord", DeliveryStreamName=name, Record={"Data": b"x"})
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=new)
    stage.settle()
    stage.expect_encrypted(name, True)
    stage.gateway.set_key(new, state="disabled")
    stage.refused("InvalidKMSResourceException", "PutRecord", DeliveryStreamName=name, Record={"Data": b"x"})


@scenario
def a_change_from_a_customer_key_to_the_owned_key_and_back(stage: Stage):
    key = stage.key("customer")
    name = stage.encrypted(customer(key))
    stage.start(name)
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="AWS_OWNED_CMK")
    stage.gateway.set_key(key, state="missing")
    stage.settle()
    stage.expect_encrypted(name, True)
    stage.gateway.set_key(key, state="enabled")
    stage.start(name, customer(key))
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key)


@scenario
def a_failed_change_of_key_keeps_the_old_key(stage: Stage):
    old, new, third = stage.key("old"), stage.key("new"), stage.key("third")
    name = stage.encrypted(customer(old))
    stage.expect_encrypted(name, True)
    stage.gateway.set_key(new, state="disabled")
    stage.start(name, customer(new))
    stage.work()
    stage.expect_failure(name, "DISABLED_KMS_KEY", Status="ENABLING_FAILED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=old)
    stage.expect_encrypted(name, True)
    stage.start(name, customer(third))
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=third)


@scenario
def a_failed_change_from_the_owned_key_keeps_the_owned_key(stage: Stage):
    new = stage.key("new")
    name = stage.encrypted()
    stage.gateway.set_key(new, create_grant="fail")
    stage.start(name, customer(new))
    stage.work()
    stage.expect_failure(name, "CREATE_KMS_GRANT_FAILED", Status="ENABLING_FAILED", KeyType="AWS_OWNED_CMK")
    stage.expect_encrypted(name, True)


@scenario
def each_bad_key_fails_a_first_start_with_its_own_type(stage: Stage):
    cases = [
        ({"state": "disabled"}, "DISABLED_KMS_KEY"),
        ({"state": "pending_deletion"}, "INVALID_KMS_KEY"),
        ({"state": "asymmetric"}, "INVALID_KMS_KEY"),
        ({"state": "missing"}, "KMS_KEY_NOT_FOUND"),
        ({"state": "denied"}, "KMS_ACCESS_DENIED"),
        ({"create_grant": "fail"}, "CREATE_KMS_GRANT_FAILED"),
    ]
    names = [stage.create() for _ in cases]
    stage.work()
    for name, (facts, _) in zip(names, cases):
        stage.gateway.set_key(stage.key(name), **facts)
        stage.start(name, customer(stage.key(name)))
    stage.work()
    for name, (_, kind) in zip(names, cases):
        stage.expect_failure(
            name, kind, Status="ENABLING_FAILED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=stage.key(name)
        )


@scenario
def after_a_first_start_that_failed_a_good_key_starts_again(stage: Stage):
    bad, good = stage.key("bad"), stage.key("good")
    name = stage.active()
    stage.gateway.set_key(bad, state="missing")
    stage.start(name, customer(bad))
    stage.work()
    equal(stage.encryption(name)["Status"], "ENABLING_FAILED", "Status")
    stage.settle()
    stage.expect_encrypted(name, False)
    stage.start(name, customer(good))
    stage.expect_encryption(name, Status="ENABLING", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=good)
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=good)


@scenario
def a_key_that_is_mended_while_ENABLING_still_succeeds(stage: Stage):
    name, key = stage.active(), stage.key("mended")
    stage.gateway.set_key(key, state="disabled")
    stage.start(name, customer(key))
    stage.gateway.set_key(key, state="enabled")
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key)


@scenario
def stop_goes_through_DISABLING_to_exactly_DISABLED(stage: Stage):
    key = stage.key("stopped")
    name = stage.encrypted(customer(key))
    stage.expect_encrypted(name, True)
    stage.stop(name)
    stage.expect_encryption(name, Status="DISABLING", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key)
    stage.expect_encrypted(name, False)
    stage.work()
    stage.expect_encryption(name, **DISABLED)
    stage.settle()
    stage.expect_encrypted(name, False)
    stage.start(name)
    stage.work()
    stage.expect_encryption(name, Status="ENABLED", KeyType="AWS_OWNED_CMK")


@scenario
def stop_on_a_stream_that_is_not_encrypted_changes_nothing(stage: Stage):
    name = stage.active()
    stage.stop(name)
    stage.expect_encryption(name, **DISABLED)


@scenario
def stop_fails_when_the_grant_cannot_be_retired(stage: Stage):
    key = stage.key("kept")
    name = stage.encrypted(customer(key))
    stage.gateway.set_key(key, retire_grant="fail")
    stage.stop(name)
    stage.work()
    stage.expect_failure(
        name, "RETIRE_KMS_GRANT_FAILED", Status="DISABLING_FAILED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key
    )
    stage.gateway.set_key(key, retire_grant="ok")
    stage.stop(name)
    stage.work()
    stage.expect_encryption(name, **DISABLED)


@scenario
def puts_notice_when_the_key_in_effect_is_lost_and_when_it_is_back(stage: Stage):
    key = stage.key("lost")
    name = stage.encrypted(customer(key))
    record = {"Data": b"x"}
    for state in ("disabled", "pending_deletion", "missing", "denied"):
        stage.gateway.set_key(key, state=state)
        error = stage.refused("InvalidKMSResourceException", "PutRecord", DeliveryStreamName=name, Record=record)
        if error.members is not None:
            code = error.members.get("code")
            check(isinstance(code, str) and code != "", f"the member code is {code!r} for a key that is {state}")
    stage.refused("InvalidKMSResourceException", "PutRecordBatch", DeliveryStreamName=name, Records=[record])
    stage.gateway.set_key(key, state="enabled")
    stage.expect_encrypted(name, True)
