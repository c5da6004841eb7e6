# See CMakeLists.txt. -D COMPILER SOURCE OBJECT OPTIONS INCLUDES.
file(STRINGS "${SOURCE}" first_line LIMIT_COUNT 1)
if(NOT first_line MATCHES "^// expect: (.+)$")
    message(FATAL_ERROR "${SOURCE}: the first line must be '// expect: <what the compiler must say>'")
endif()
set(sentence "${CMAKE_MATCH_1}")

list(TRANSFORM INCLUDES PREPEND "-I")
set(compile "${COMPILER}" ${OPTIONS} ${INCLUDES} -c "${SOURCE}" -o "${OBJECT}")

execute_process(COMMAND ${compile} RESULT_VARIABLE result ERROR_VARIABLE output)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${SOURCE} must compile as it stands:\n${output}")
endif()

execute_process(COMMAND ${compile} -DFIREHOSE_SSE_EXPECT_FAIL RESULT_VARIABLE result ERROR_VARIABLE output)
if(result EQUAL 0)
    message(FATAL_ERROR "${SOURCE} must not compile with FIREHOSE_SSE_EXPECT_FAIL, and does")
endif()
string(FIND "${output}" "${sentence}" position)
if(position EQUAL -1)
    message(FATAL_ERROR "${SOURCE} fails as it must, but without the sentence '${sentence}':\n${output}")
endif()
