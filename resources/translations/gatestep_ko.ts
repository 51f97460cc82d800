<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko">
<context>
    <name></name>
    <message>
        <source>L&amp;anguage</source>
        <translation>언어(&amp;A)</translation>
    </message>
    <message>
        <source>Use the &amp;system setting</source>
        <translation>시스템 설정 사용(&amp;S)</translation>
    </message>
    <message>
        <source>The language changes when Gatestep restarts</source>
        <translation>언어는 Gatestep을 다시 시작하면 바뀝니다</translation>
    </message>
    <message>
        <source>not a number</source>
        <translation>숫자 아님</translation>
    </message>
    <message>
        <source>variance</source>
        <translation>분산</translation>
    </message>
    <message>
        <source>Variance over the timesteps so far: how much the unit responds to its input. It is 0 for a unit with a constant value.</source>
        <translation>지금까지 시점에 대한 분산: 유닛이 입력에 따라 얼마나 변하는지 나타냅니다. 값이 늘 같은 유닛은 0입니다.</translation>
    </message>
    <message>
        <source>share saturated</source>
        <translation>포화 비율</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>포화</translation>
    </message>
    <message>
        <source>Share of the timesteps so far at which the unit is at an end of its curve: a gate below 0.1 (closed) or above 0.9 (open), g and tanh(c) beyond ±0.9.</source>
        <translation>지금까지 시점 중 유닛이 곡선의 끝에 있는 비율: 게이트는 0.1 미만(닫힘)이거나 0.9 초과(열림)일 때, g와 tanh(c)는 ±0.9를 넘을 때입니다.</translation>
    </message>
    <message>
        <source>share closed</source>
        <translation>닫힌 비율</translation>
    </message>
    <message>
        <source>Share of the timesteps so far at which the unit is at the left end of its curve: a gate below 0.1, g and tanh(c) below −0.9.</source>
        <translation>지금까지 시점 중 유닛이 곡선의 왼쪽 끝에 있는 비율: 게이트는 0.1 미만, g와 tanh(c)는 −0.9 미만일 때입니다.</translation>
    </message>
    <message>
        <source>share open</source>
        <translation>열린 비율</translation>
    </message>
    <message>
        <source>Share of the timesteps so far at which the unit is at the right end of its curve: a gate, g or tanh(c) above 0.9.</source>
        <translation>지금까지 시점 중 유닛이 곡선의 오른쪽 끝에 있는 비율: 게이트, g, tanh(c)가 0.9를 넘을 때입니다.</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>Mean over the timesteps so far. For a gate, how far it is open; for f, how much of its cell state the unit keeps. For g, c and h, the mean magnitude.</source>
        <translation>지금까지 시점에 대한 평균: 게이트는 얼마나 열려 있는지, f는 유닛이 셀 상태를 얼마나 남기는지 나타냅니다. g, c, h는 절댓값의 평균입니다.</translation>
    </message>
    <message>
        <source>|Δ| vs baseline</source>
        <translation>기준 실행과의 |Δ|</translation>
    </message>
    <message>
        <source>mean |Δ|</source>
        <translation>평균 |Δ|</translation>
    </message>
    <message>
        <source>Mean magnitude of the difference from the baseline, over the timesteps that both runs have computed.</source>
        <translation>두 실행에서 모두 계산된 시점에 대한, 기준 실행과의 차이의 절댓값 평균입니다.</translation>
    </message>
    <message>
        <source>weight norm</source>
        <translation>가중치 노름</translation>
    </message>
    <message>
        <source>|weights|</source>
        <translation>|가중치|</translation>
    </message>
    <message>
        <source>Norm of the unit&apos;s rows in W_ih, W_hh and b: for a gate, its own row; for c and h, the rows of all four gates.</source>
        <translation>W_ih, W_hh, b에서 유닛에 해당하는 행의 노름: 게이트는 그 게이트의 행, c와 h는 네 게이트의 행을 모두 셉니다.</translation>
    </message>
    <message>
        <source>current value</source>
        <translation>지금 값</translation>
    </message>
    <message>
        <source>The value at the current timestep. Signed values are sorted by magnitude.</source>
        <translation>현재 시점의 값입니다. 부호가 있는 값은 절댓값 순으로 정렬합니다.</translation>
    </message>
    <message>
        <source>Which unit &amp;keeps its state longest?</source>
        <translation>가장 오래 남기는 유닛은?(&amp;K)</translation>
    </message>
    <message>
        <source>Which unit is &amp;saturated most?</source>
        <translation>가장 많이 포화된 유닛은?(&amp;S)</translation>
    </message>
    <message>
        <source>Which unit &amp;varies most?</source>
        <translation>가장 많이 변하는 유닛은?(&amp;V)</translation>
    </message>
    <message>
        <source>Which unit &amp;changed most?</source>
        <translation>기준 실행과 가장 많이 달라진 유닛은?(&amp;C)</translation>
    </message>
    <message>
        <source>Which unit is &amp;largest now?</source>
        <translation>지금 값이 가장 큰 유닛은?(&amp;L)</translation>
    </message>
    <message>
        <source>Which unit has the largest &amp;weights?</source>
        <translation>가중치가 가장 큰 유닛은?(&amp;W)</translation>
    </message>
    <message>
        <source>closed · between · open</source>
        <translation>닫힘 · 중간 · 열림</translation>
    </message>
    <message>
        <source>closed · open</source>
        <translation>닫힘 · 열림</translation>
    </message>
    <message>
        <source>{quantity} so far</source>
        <translation>지금까지의 {quantity}</translation>
    </message>
    <message>
        <source>Shares of the timesteps so far: grey where {quantity} is closed (below 0.1), pale in between, full colour where it is open (above 0.9). Click to sort by closed share plus open share.</source>
        <translation>지금까지 시점의 비율: {quantity}이(가) 닫힌 시점(0.1 미만)은 회색, 중간은 옅은 색, 열린 시점(0.9 초과)은 진한 색입니다. 클릭하면 양 끝의 비율로 정렬합니다.</translation>
    </message>
    <message>
        <source>Distribution of h over the timesteps so far: the mean ± one standard deviation, with 0 in the middle; the line is the current value.</source>
        <translation>지금까지 시점에서 h의 범위: 가운데가 0이고, 평균에서 양쪽으로 표준편차만큼입니다. 선은 지금 값입니다.</translation>
    </message>
    <message>
        <source>Distribution of {quantity} over the timesteps so far: the mean ± one standard deviation, with 0 in the middle; the line is the current value. Click to sort by the share where tanh is saturated.</source>
        <translation>지금까지 시점에서 {quantity} 값의 범위: 가운데가 0이고, 평균에서 양쪽으로 표준편차만큼입니다. 선은 지금 값입니다. 클릭하면 tanh의 끝에 있는 비율로 정렬합니다.</translation>
    </message>
    <message>
        <source>near linear</source>
        <translation>거의 선형</translation>
    </message>
    <message>
        <source>curved</source>
        <translation>휘는 구간</translation>
    </message>
    <message>
        <source>{quantity}: each unit is a dot on the curve of {function}, above a histogram of the values. The ends are shaded.</source>
        <translation>{quantity}: 유닛마다 {function} 곡선 위의 점 하나로 보여 줍니다. 막대는 어디에 몇 개가 있는지 나타내고, 양 끝은 음영입니다.</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>닫힘</translation>
    </message>
    <message>
        <source>open</source>
        <translation>열림</translation>
    </message>
    <message>
        <source>{name} &lt; {limit} for {share} of the values.</source>
        <translation>값의 {share}에서 {name} &lt; {limit}입니다.</translation>
    </message>
    <message>
        <source>{name} &gt; {limit} for {share} of the values.</source>
        <translation>값의 {share}에서 {name} &gt; {limit}입니다.</translation>
    </message>
    <message>
        <source>Click to see which units, and when.</source>
        <translation>클릭하면 어느 유닛의 어느 시점인지 보여 줍니다.</translation>
    </message>
    <message>
        <source>half open</source>
        <translation>반쯤 열림</translation>
    </message>
    <message>
        <source>{state} · saturated</source>
        <translation>{state} · 포화</translation>
    </message>
    <message>
        <source>that is too large for {dtype}</source>
        <translation>{dtype}에 담기에는 너무 큽니다</translation>
    </message>
    <message>
        <source>lengths given</source>
        <translation>길이 지정</translation>
    </message>
    <message>
        <source>no lengths given</source>
        <translation>길이 지정 안 함</translation>
    </message>
    <message>
        <source>lengths</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>length {length} of row {row}</source>
        <translation>배치 행 {row}의 길이 {length}</translation>
    </message>
    <message>
        <source>its {name} differs: {old}, not {new}</source>
        <translation>{name} 값이 다릅니다: {new} 대신 {old}</translation>
    </message>
    <message>
        <source>it has {old} batch rows, not {new}</source>
        <translation>배치 행 수가 다릅니다: {new} 대신 {old}</translation>
    </message>
    <message>
        <source>row {row} has {old} timesteps, not {new}</source>
        <translation>배치 행 {row}의 시점 수가 다릅니다: {new} 대신 {old}</translation>
    </message>
    <message>
        <source>a stored trace has no backward pass</source>
        <translation>저장된 트레이스에는 역전파가 없습니다</translation>
    </message>
    <message>
        <source>one of the runs has no loss and no differentiated value</source>
        <translation>한쪽 실행에 손실도 미분할 값도 없습니다</translation>
    </message>
    <message>
        <source>its backward pass starts at a different place</source>
        <translation>역전파가 시작되는 곳이 다릅니다</translation>
    </message>
    <message>
        <source>the runs cannot be compared: {why}</source>
        <translation>두 실행을 비교할 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>{unit} is one unit. Leave out “all” or “any”</source>
        <translation>{unit}은(는) 유닛 하나이므로 all이나 any를 빼세요</translation>
    </message>
    <message>
        <source>give a unit, or a test for all units: {how}</source>
        <translation>어느 유닛인지, 무엇을 볼지 알 수 없습니다. {how}</translation>
    </message>
    <message>
        <source>type c[2] &gt; 1.5, f all &lt; 0.1, h[0] sign, g saturated, c[2] at 12, loss &gt; 1, wrong, any nan, torch, or for the backward pass |dc[3]| &lt; 1e-8, dy[0] &gt; 0</source>
        <translation>입력 예: c[2] &gt; 1.5, f all &lt; 0.1, h[0] sign, g saturated, c[2] at 12, loss &gt; 1, wrong, any nan, torch. 역전파는 |dc[3]| &lt; 1e-8, dy[0] &gt; 0</translation>
    </message>
    <message>
        <source>use any or all, not both</source>
        <translation>any와 all 중 하나만 쓰세요</translation>
    </message>
    <message>
        <source>“|” goes before and after a quantity: |dc[3]| &lt; 1e-8</source>
        <translation>“|”는 값의 앞뒤에 씁니다: |dc[3]| &lt; 1e-8</translation>
    </message>
    <message>
        <source>give the number to compare with: {how}</source>
        <translation>비교할 수를 쓰세요. {how}</translation>
    </message>
    <message>
        <source>“{text}” is not understood: {how}</source>
        <translation>“{text}”을(를) 이해할 수 없습니다. {how}</translation>
    </message>
    <message>
        <source>the {name} number</source>
        <translation>{name} 번호</translation>
    </message>
    <message>
        <source>an address looks like {address}</source>
        <translation>주소는 {address}처럼 씁니다</translation>
    </message>
    <message>
        <source>give a unit: {how}</source>
        <translation>어느 유닛인지 알 수 없습니다. {how}</translation>
    </message>
    <message>
        <source>only h, c, output and y can be differentiated, not “{text}”</source>
        <translation>h, c, output, y만 미분할 수 있습니다. “{text}”은(는) 그중 하나가 아닙니다</translation>
    </message>
    <message>
        <source>{number} has no layer or direction. Leave them out</source>
        <translation>{number}에는 층과 방향이 없습니다. 층과 방향을 빼세요</translation>
    </message>
    <message>
        <source>the {name} is given twice</source>
        <translation>{name}을(를) 두 번 지정했습니다</translation>
    </message>
    <message>
        <source>name a gate&apos;s z: z_i, z_f, z_g or z_o</source>
        <translation>z의 게이트를 지정하세요: z_i, z_f, z_g, z_o</translation>
    </message>
    <message>
        <source>name a gate&apos;s dz: dz_i, dz_f, dz_g or dz_o</source>
        <translation>dz는 게이트를 붙여 쓰세요: dz_i, dz_f, dz_g, dz_o</translation>
    </message>
    <message>
        <source>“{text}” is not a quantity: {quantities}</source>
        <translation>“{text}”은(는) 없는 값입니다. 쓸 수 있는 값: {quantities}</translation>
    </message>
    <message>
        <source>“{text}” is unexpected: {how}</source>
        <translation>“{text}”은(는) 필요하지 않습니다. {how}</translation>
    </message>
    <message>
        <source>a timestep</source>
        <translation>시점</translation>
    </message>
    <message>
        <source>“{test}” is not a test. Use &gt; &lt; &gt;= &lt;= sign saturated nan or at</source>
        <translation>“{test}”은(는) 없는 조건입니다. 쓸 수 있는 조건: &gt; &lt; &gt;= &lt;= sign saturated nan at</translation>
    </message>
    <message>
        <source>“{text}” is too large</source>
        <translation>“{text}”은(는) 너무 큽니다</translation>
    </message>
    <message>
        <source>{what} is missing</source>
        <translation>{what}이(가) 없습니다</translation>
    </message>
    <message>
        <source>“{text}” is not {what}. Use a whole number from 0</source>
        <translation>{what}에는 “{text}” 대신 0 이상의 정수를 쓰세요</translation>
    </message>
    <message>
        <source>Without a quantity, “any” works only with nan</source>
        <translation>“any”는 nan과만 쓸 수 있습니다. 값의 이름을 쓰세요</translation>
    </message>
    <message>
        <source>|…| is an absolute value: it works only with &gt; &lt; &gt;= &lt;=</source>
        <translation>|…|는 절댓값이므로 &gt; &lt; &gt;= &lt;= 와만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>{quantity} does not saturate; {others} do</source>
        <translation>{quantity}은(는) 포화되지 않습니다. 포화되는 값: {others}</translation>
    </message>
    <message>
        <source>font letters zoom size</source>
        <translation>글꼴 글자 확대 축소 크기</translation>
    </message>
    <message>
        <source>create build size</source>
        <translation>만들기 크기 생성</translation>
    </message>
    <message>
        <source>load import checkpoint model</source>
        <translation>불러오기 체크포인트 모델</translation>
    </message>
    <message>
        <source>text letters words input</source>
        <translation>텍스트 글자 단어 입력</translation>
    </message>
    <message>
        <source>workspace keep</source>
        <translation>작업 파일 보관</translation>
    </message>
    <message>
        <source>csv numpy parquet values</source>
        <translation>값 csv numpy parquet</translation>
    </message>
    <message>
        <source>python code nn.LSTM</source>
        <translation>파이썬 코드</translation>
    </message>
    <message>
        <source>image screenshot png svg</source>
        <translation>이미지 그림 화면 캡처 png</translation>
    </message>
    <message>
        <source>gif video film movie</source>
        <translation>동영상 애니메이션 움직이는 그림</translation>
    </message>
    <message>
        <source>take back revert</source>
        <translation>되돌리기 취소</translation>
    </message>
    <message>
        <source>clamp freeze fix intervene ablate knock out</source>
        <translation>값 고정 개입 제거 절제</translation>
    </message>
    <message>
        <source>target goal needed why change counterfactual</source>
        <translation>목표 목표값 필요 이유 변경 반사실</translation>
    </message>
    <message>
        <source>dropout dtype bidirectional batch_first lengths arguments</source>
        <translation>드롭아웃 양방향 길이 인자</translation>
    </message>
    <message>
        <source>target label linear head decoder output answer error mse bce classes forecast</source>
        <translation>목표값 레이블 선형 헤드 디코더 출력 예측 오차 mse bce 클래스 정답</translation>
    </message>
    <message>
        <source>scale standardise z-score min-max</source>
        <translation>정규화 표준화 크기</translation>
    </message>
    <message>
        <source>comment remark write</source>
        <translation>메모 설명</translation>
    </message>
    <message>
        <source>preferences configuration digits decimals language colours remap</source>
        <translation>환경설정 소수 자릿수 언어 색 단축키</translation>
    </message>
    <message>
        <source>run start stop animate</source>
        <translation>시작 정지 실행</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>정방향</translation>
    </message>
    <message>
        <source>remember longer initialise gradient vanishing</source>
        <translation>오래 기억 초기화 기울기 소실</translation>
    </message>
    <message>
        <source>csv numpy parquet grad backward dW</source>
        <translation>csv numpy parquet 기울기 역전파 dW</translation>
    </message>
    <message>
        <source>gradient dW timestep learn contribution</source>
        <translation>기울기 dW 시점 학습 계산 내역</translation>
    </message>
    <message>
        <source>jump</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>gradient backward pass attribution blame cause why backpropagation</source>
        <translation>기울기 역전파 기여 원인 이유</translation>
    </message>
    <message>
        <source>gradient backward pass backpropagation</source>
        <translation>기울기 역전파</translation>
    </message>
    <message>
        <source>back now current</source>
        <translation>돌아가기 지금</translation>
    </message>
    <message>
        <source>why meaning hover</source>
        <translation>설명 이유 뜻</translation>
    </message>
    <message>
        <source>continue debug until</source>
        <translation>계속 디버그</translation>
    </message>
    <message>
        <source>stop pause condition</source>
        <translation>멈춤 조건</translation>
    </message>
    <message>
        <source>observe expression</source>
        <translation>조사식</translation>
    </message>
    <message>
        <source>baseline reference keep</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>diff difference delta Δ</source>
        <translation>차이 비교</translation>
    </message>
    <message>
        <source>memory remember longest forget gate</source>
        <translation>기억 오래 망각 게이트 남기다</translation>
    </message>
    <message>
        <source>dead stuck clipped</source>
        <translation>포화 죽은 막힌 굳은</translation>
    </message>
    <message>
        <source>variance active sensitive</source>
        <translation>분산 활발한 민감한</translation>
    </message>
    <message>
        <source>difference delta Δ edit</source>
        <translation>차이 델타 Δ 편집 변화</translation>
    </message>
    <message>
        <source>biggest maximum exploding</source>
        <translation>최대 가장 큰 폭주</translation>
    </message>
    <message>
        <source>norm magnitude</source>
        <translation>노름 크기 가중치</translation>
    </message>
    <message>
        <source>doctor diagnose compare diff mismatch wrong keras onnx pytorch numbers different</source>
        <translation>진단 비교 불일치 다름 틀림</translation>
    </message>
    <message>
        <source>verify</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>fault inject bug mistake error sabotage</source>
        <translation>오류 고장 주입</translation>
    </message>
    <message>
        <source>night mode black white</source>
        <translation>야간 다크 모드</translation>
    </message>
    <message>
        <source>predict cover future</source>
        <translation>예측 가리기</translation>
    </message>
    <message>
        <source>panels windows arrange</source>
        <translation>패널 창 배치</translation>
    </message>
    <message>
        <source>search command</source>
        <translation>검색 명령</translation>
    </message>
    <message>
        <source>help keyboard hotkeys shortcuts glossary terms formulas bindings</source>
        <translation>도움말 단축키 용어 공식</translation>
    </message>
    <message>
        <source>version bug report</source>
        <translation>버전 버그 신고</translation>
    </message>
    <message>
        <source>welcome home examples</source>
        <translation>환영 예제</translation>
    </message>
    <message>
        <source>manual documentation handbook pages read</source>
        <translation>안내서 설명서 문서 도움말 읽기</translation>
    </message>
    <message>
        <source>introduction guide tutorial</source>
        <translation>안내 소개</translation>
    </message>
    <message>
        <source>W_ih W_hh bias matrix parameters cut ablate</source>
        <translation>편향 행렬 파라미터 연결 끊기</translation>
    </message>
    <message>
        <source>diagram gates drawing</source>
        <translation>그림 게이트</translation>
    </message>
    <message>
        <source>ledger formula terms sum</source>
        <translation>계산 내역 공식 항 합</translation>
    </message>
    <message>
        <source>values numbers</source>
        <translation>값 숫자</translation>
    </message>
    <message>
        <source>curves history plot heat map zoom saturated</source>
        <translation>곡선 히트맵 확대 포화</translation>
    </message>
    <message>
        <source>saturated saturation distribution histogram dead</source>
        <translation>포화 분포 히스토그램</translation>
    </message>
    <message>
        <source>which unit saturated variance sort find</source>
        <translation>유닛 포화 분산 정렬 찾기</translation>
    </message>
    <message>
        <source>readout prediction classes softmax probabilities next token loss target</source>
        <translation>출력층 예측 클래스 softmax 확률 다음 토큰 손실 목표값</translation>
    </message>
    <message>
        <source>tensor size dimension</source>
        <translation>텐서 크기 차원</translation>
    </message>
    <message>
        <source>clamp freeze ablate intervene cut</source>
        <translation>고정 개입 연결 끊기</translation>
    </message>
    <message>
        <source>breakpoints conditions expressions</source>
        <translation>중단점 조건 조사식</translation>
    </message>
    <message>
        <source>x sequence h_0 c_0 append</source>
        <translation>시퀀스 덧붙이기</translation>
    </message>
    <message>
        <source>torch verify error bound drift rounding</source>
        <translation>검증 오차 한계 누적</translation>
    </message>
    <message>
        <source>integrated gradients saliency importance explain words</source>
        <translation>적분 기울기 기여 중요도 설명 단어</translation>
    </message>
    <message>
        <source>backward pass vanishing exploding norm backpropagation through time jacobian</source>
        <translation>소실 폭주 노름 시간에 따른 역전파 야코비안</translation>
    </message>
    <message>
        <source>gates keep overwrite add wipe erase</source>
        <translation>게이트 유지 덮어쓰기 더하기 지우기</translation>
    </message>
    <message>
        <source>count counter parentheses nesting stack</source>
        <translation>세기 괄호 중첩 깊이 스택</translation>
    </message>
    <message>
        <source>XOR odd even flip</source>
        <translation>홀짝 XOR 뒤집기 패리티</translation>
    </message>
    <message>
        <source>bidirectional reverse output h_n</source>
        <translation>양방향 역방향 출력 h_n</translation>
    </message>
    <message>
        <source>bidirectional tagging parentheses</source>
        <translation>양방향 태깅 괄호</translation>
    </message>
    <message>
        <source>count output gate W_hh</source>
        <translation>세기 출력 게이트 W_hh</translation>
    </message>
    <message>
        <source>forecast prediction time series trained</source>
        <translation>예측 예보 시계열</translation>
    </message>
    <message>
        <source>forget gate reset sum</source>
        <translation>망각 게이트 합</translation>
    </message>
    <message>
        <source>memory bit remember flip-flop</source>
        <translation>기억 비트</translation>
    </message>
    <message>
        <source>projection proj_size directions</source>
        <translation>투영 방향</translation>
    </message>
    <message>
        <source>Undoes the last edit. The whole run is computed again.</source>
        <translation>마지막 편집을 되돌립니다. 실행 전체가 따라 바뀝니다.</translation>
    </message>
    <message>
        <source>Repeats the edit that was undone.</source>
        <translation>되돌린 편집을 다시 적용합니다.</translation>
    </message>
    <message>
        <source>Steps to the end, or until a breakpoint is hit.</source>
        <translation>끝까지, 또는 중단점을 만날 때까지 한 단계씩 진행합니다.</translation>
    </message>
    <message>
        <source>Computes the next gate or timestep, as set by “Step by”.</source>
        <translation>“단위”에서 고른 대로 다음 게이트나 시점을 계산합니다.</translation>
    </message>
    <message>
        <source>Goes back one gate or timestep, as set by “Step by”.</source>
        <translation>“단위”에서 고른 대로 게이트나 시점 하나만큼 돌아갑니다.</translation>
    </message>
    <message>
        <source>Goes to the start, before anything is computed.</source>
        <translation>아직 아무것도 계산하지 않은 시작 위치로 갑니다.</translation>
    </message>
    <message>
        <source>Goes to the end of the run.</source>
        <translation>실행의 끝으로 갑니다.</translation>
    </message>
    <message>
        <source>One step is a whole timestep: all gates of all layers.</source>
        <translation>한 단계가 시점 하나, 곧 모든 층의 모든 게이트입니다.</translation>
    </message>
    <message>
        <source>One step is one box of the cell: a gate, c or h.</source>
        <translation>한 단계가 셀의 칸 하나, 곧 게이트, c 또는 h입니다.</translation>
    </message>
    <message>
        <source>Play starts again from the beginning when it reaches the end.</source>
        <translation>재생이 끝에 이르면 처음부터 다시 시작합니다.</translation>
    </message>
    <message>
        <source>reverse</source>
        <translation>역방향</translation>
    </message>
    <message>
        <source>dropout should be a number in range [0, 1] representing the probability of an element being zeroed</source>
        <translation>dropout은 원소를 0으로 만들 확률이므로 [0, 1] 범위의 수여야 합니다</translation>
    </message>
    <message>
        <source>{name} must be greater than zero</source>
        <translation>{name}은(는) 0보다 커야 합니다</translation>
    </message>
    <message>
        <source>proj_size should be a positive integer or zero to disable projections</source>
        <translation>proj_size는 양의 정수이거나, 투영을 쓰지 않으려면 0이어야 합니다</translation>
    </message>
    <message>
        <source>proj_size has to be smaller than hidden_size</source>
        <translation>proj_size는 hidden_size보다 작아야 합니다</translation>
    </message>
    <message>
        <source>dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, but got dropout={dropout} and num_layers={num_layers}</source>
        <translation>dropout은 마지막을 뺀 모든 층 뒤에 적용되므로 0이 아니면 num_layers가 1보다 커야 하는데, dropout={dropout}, num_layers={num_layers}입니다</translation>
    </message>
    <message>
        <source>{name} should be of type {wanted}, got: {got}</source>
        <translation>{name}의 자료형은 {wanted}(이)어야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>the two runs have no values in common</source>
        <translation>둘 다 가지고 있는 값이 없습니다</translation>
    </message>
    <message>
        <source>all {count:,} values are the same, bit for bit</source>
        <translation>값 {count:,}개가 모두 비트까지 같습니다</translation>
    </message>
    <message>
        <source>, row {row}</source>
        <translation>, 배치 행 {row}</translation>
    </message>
    <message>
        <source>largest difference {size}: {quantity} of unit {unit} at t={t}, {lane}{row} ({different:,} of {count:,} values differ)</source>
        <translation>최대 차이 {size}: t={t}, {lane}{row}, 유닛 {unit}의 {quantity} (값 {count:,}개 중 {different:,}개가 다릅니다)</translation>
    </message>
    <message>
        <source>{name} at t={t}{row} is NaN in one run and {number} in the other ({different:,} of {count:,} values differ)</source>
        <translation>t={t}{row}의 {name} 값이 한쪽은 NaN, 다른 쪽은 {number}입니다(값 {count:,}개 중 {different:,}개가 다름)</translation>
    </message>
    <message>
        <source>largest difference {size}: {name} at t={t}{row} ({different:,} of {count:,} values differ)</source>
        <translation>가장 큰 차이 {size}, t={t}{row}의 {name}(값 {count:,}개 중 {different:,}개가 다름)</translation>
    </message>
    <message>
        <source>the hard sigmoid 0.2x + 0.5</source>
        <translation>하드 시그모이드 0.2x + 0.5</translation>
    </message>
    <message>
        <source>the hard sigmoid x/6 + 0.5</source>
        <translation>하드 시그모이드 x/6 + 0.5</translation>
    </message>
    <message>
        <source>relu in place of both tanhs</source>
        <translation>두 tanh 대신 relu</translation>
    </message>
    <message>
        <source>relu in place of tanh for g</source>
        <translation>g에 tanh 대신 relu</translation>
    </message>
    <message>
        <source>relu in place of the tanh of c</source>
        <translation>c의 tanh 대신 relu</translation>
    </message>
    <message>
        <source>sigmoid in place of tanh for g</source>
        <translation>g에 tanh 대신 시그모이드</translation>
    </message>
    <message>
        <source>no tanh for g</source>
        <translation>g에 tanh 없음</translation>
    </message>
    <message>
        <source>no tanh of c</source>
        <translation>c에 tanh 없음</translation>
    </message>
    <message>
        <source>h = tanh(o ⊙ c) in place of o ⊙ tanh(c)</source>
        <translation>o ⊙ tanh(c) 대신 h = tanh(o ⊙ c)</translation>
    </message>
    <message>
        <source>i coupled to f, as i = 1 − f</source>
        <translation>i를 f에 묶음(i = 1 − f)</translation>
    </message>
    <message>
        <source>f coupled to i, as f = 1 − i</source>
        <translation>f를 i에 묶음(f = 1 − i)</translation>
    </message>
    <message>
        <source>c projected in place of o ⊙ tanh(c)</source>
        <translation>o ⊙ tanh(c) 대신 c를 투영함</translation>
    </message>
    <message>
        <source>tanh(c) projected in place of o ⊙ tanh(c)</source>
        <translation>o ⊙ tanh(c) 대신 tanh(c)를 투영함</translation>
    </message>
    <message>
        <source>projection of tanh(c)</source>
        <translation>tanh(c)를 투영함</translation>
    </message>
    <message>
        <source>the projection before the output gate</source>
        <translation>출력 게이트 전에 투영함</translation>
    </message>
    <message>
        <source>a tanh after the projection</source>
        <translation>투영에 tanh를 씌움</translation>
    </message>
    <message>
        <source>the projection missing, and the first units of o ⊙ tanh(c) in its place</source>
        <translation>투영이 빠지고 o ⊙ tanh(c)의 앞쪽 유닛이 그 자리에 옴</translation>
    </message>
    <message>
        <source>weights, input, h and c in {precision}, as with autocast or a fused kernel</source>
        <translation>가중치, 입력, h와 c를 {precision} 형으로 둠(autocast나 융합 커널처럼)</translation>
    </message>
    <message>
        <source>weights, input, h and c in {precision}</source>
        <translation>가중치, 입력, h와 c를 {precision} 형으로 둠</translation>
    </message>
    <message>
        <source>sums and gates in {precision}, c and h in float32, as with autocast</source>
        <translation>합과 게이트는 {precision} 형, c와 h는 float32 형으로 계산함(autocast처럼)</translation>
    </message>
    <message>
        <source>sums and gates in {precision}</source>
        <translation>합과 게이트를 {precision} 형으로 계산함</translation>
    </message>
    <message>
        <source>the projection missing from the output</source>
        <translation>output에서 투영이 빠짐</translation>
    </message>
    <message>
        <source>everything computed in {precision}</source>
        <translation>모두 {precision} 형으로 계산함</translation>
    </message>
    <message>
        <source>{path} does not fit the model: {error}</source>
        <translation>{path} 파일이 모델에 맞지 않습니다. {error}</translation>
    </message>
    <message>
        <source> or with </source>
        <translation> 또는 </translation>
    </message>
    <message>
        <source>{phrases} or {more} more</source>
        <translation>{phrases} 또는 그 밖의 {more}가지</translation>
    </message>
    <message>
        <source>First difference: {lane}, t {t}, batch {batch}: {quantity} of unit {unit} is {theirs} in your values and {ours} here.</source>
        <translation>처음 달라지는 곳: {lane}, t {t}, 배치 행 {batch}. 유닛 {unit}의 {quantity} 값이 불러온 값에서는 {theirs}, 여기서는 {ours}입니다.</translation>
    </message>
    <message>
        <source>Your numbers match this LSTM: {agree}.</source>
        <translation>불러온 값은 이 LSTM의 값과 같습니다. {agree}.</translation>
    </message>
    <message>
        <source>Your numbers match this LSTM with {phrase}: {agree}.</source>
        <translation>불러온 값은 이 LSTM에 다음 오류를 넣은 것과 같습니다: {phrase}. 이때 {agree}.</translation>
    </message>
    <message>
        <source>These numbers cannot be compared: rounding errors grow too large in this network.</source>
        <translation>이 값은 비교할 수 없습니다. 이 네트워크에서는 반올림 오차가 너무 커집니다.</translation>
    </message>
    <message>
        <source>If you provide h and c for every step, each step is compared on its own.</source>
        <translation>모든 단계의 h와 c를 주면 단계마다 따로 비교합니다.</translation>
    </message>
    <message>
        <source>Your numbers match this LSTM with {phrases} (the values do not show which): {agree}.</source>
        <translation>불러온 값은 이 LSTM에 다음 오류를 넣은 것과 같습니다: {phrases}(이 값만으로는 어느 쪽인지 가릴 수 없습니다). 이때 {agree}.</translation>
    </message>
    <message>
        <source>No known mistake explains these values, on its own or combined with another</source>
        <translation>알려진 오류로는, 하나로도 둘을 합쳐도, 이 값을 설명할 수 없습니다</translation>
    </message>
    <message>
        <source>{text}: {agreeing:,} of {compared:,} values agree without any change</source>
        <translation>{text}: 지금 그대로는 값 {compared:,}개 중 {agreeing:,}개가 일치합니다</translation>
    </message>
    <message>
        <source>{text}, {agreeing:,} of {compared:,} with {phrase}</source>
        <translation>{text}. 다음 오류를 넣으면 {compared:,}개 중 {agreeing:,}개가 일치합니다: {phrase}</translation>
    </message>
    <message>
        <source>Looks like {cause}.</source>
        <translation>설명은 아니지만 다음처럼 보입니다: {cause}.</translation>
    </message>
    <message>
        <source>all {compared:,} values agree</source>
        <translation>값 {compared:,}개가 모두</translation>
    </message>
    <message>
        <source>the {compared:,} of {values:,} values that can be compared agree</source>
        <translation>값 {values:,}개 중 비교할 수 있는 {compared:,}개가</translation>
    </message>
    <message>
        <source>the only value agrees</source>
        <translation>값 하나가</translation>
    </message>
    <message>
        <source>{values} exactly</source>
        <translation>{values} 정확히 일치합니다</translation>
    </message>
    <message>
        <source>{values} to within {difference}</source>
        <translation>{values} {difference} 이내로 일치합니다</translation>
    </message>
    <message>
        <source>h_0 and c_0 swapped</source>
        <translation>h_0과 c_0이 서로 바뀜</translation>
    </message>
    <message>
        <source>h_0 left out</source>
        <translation>h_0을 빠뜨림</translation>
    </message>
    <message>
        <source>c_0 left out</source>
        <translation>c_0을 빠뜨림</translation>
    </message>
    <message>
        <source>h_0 and c_0 left out</source>
        <translation>h_0과 c_0을 빠뜨림</translation>
    </message>
    <message>
        <source>h_0 of ones</source>
        <translation>h_0이 모두 1임</translation>
    </message>
    <message>
        <source>c_0 of ones</source>
        <translation>c_0이 모두 1임</translation>
    </message>
    <message>
        <source>h_0 and c_0 of ones</source>
        <translation>h_0과 c_0이 모두 1임</translation>
    </message>
    <message>
        <source>the h_0 and c_0 rows sorted by direction, then layer</source>
        <translation>h_0과 c_0의 행이 방향, 층 순서임</translation>
    </message>
    <message>
        <source>h_0 and c_0 reshaped from (batch, layer)</source>
        <translation>h_0과 c_0을 (batch, layer)에서 reshape함</translation>
    </message>
    <message>
        <source>the first layer&apos;s h_0 and c_0 in every layer</source>
        <translation>모든 층에 첫 층의 h_0과 c_0을 씀</translation>
    </message>
    <message>
        <source>the input delayed by one timestep</source>
        <translation>input이 한 시점 늦음</translation>
    </message>
    <message>
        <source>the input one timestep too early</source>
        <translation>input이 한 시점 빠름</translation>
    </message>
    <message>
        <source>the input&apos;s first two axes reshaped, not transposed</source>
        <translation>input을 batch first와 time first 사이에서 reshape함</translation>
    </message>
    <message>
        <source>the input read backwards</source>
        <translation>input을 거꾸로 읽음</translation>
    </message>
    <message>
        <source>the input read backwards and its output put back in order</source>
        <translation>input을 거꾸로 읽고 output을 제 순서로 되돌림</translation>
    </message>
    <message>
        <source>batch_first misread, so the batch axis was taken as time</source>
        <translation>batch_first를 잘못 읽어 배치를 따라 나아감</translation>
    </message>
    <message>
        <source>the input divided by 255</source>
        <translation>input을 255로 나눔</translation>
    </message>
    <message>
        <source>the input times 255</source>
        <translation>input에 255를 곱함</translation>
    </message>
    <message>
        <source>the input scaled from 0…255 to −1…1</source>
        <translation>input을 0~255에서 −1~1로 바꿈</translation>
    </message>
    <message>
        <source>the input {scaled}, {by}</source>
        <translation>input을 {by} {scaled}</translation>
    </message>
    <message>
        <source>each feature over all rows</source>
        <translation>특징마다 모든 행에 걸쳐</translation>
    </message>
    <message>
        <source>each feature within its row</source>
        <translation>특징마다 행 안에서</translation>
    </message>
    <message>
        <source>all its values together</source>
        <translation>모든 값을 함께</translation>
    </message>
    <message>
        <source>z-scored</source>
        <translation>표준화함</translation>
    </message>
    <message>
        <source>z-scored with torch.std (n − 1)</source>
        <translation>torch.std(n − 1)로 표준화함</translation>
    </message>
    <message>
        <source>min–max scaled to 0…1</source>
        <translation>최솟값과 최댓값으로 0~1에 맞춤</translation>
    </message>
    <message>
        <source>the lengths sorted, but not the rows</source>
        <translation>길이만 정렬하고 행은 정렬하지 않음</translation>
    </message>
    <message>
        <source>dropout switched off</source>
        <translation>드롭아웃이 꺼짐</translation>
    </message>
    <message>
        <source>dropout without the scaling by 1/(1 - p)</source>
        <translation>드롭아웃에 1/(1 - p)를 곱하지 않음</translation>
    </message>
    <message>
        <source>the dropout mask of another layer</source>
        <translation>다른 층의 드롭아웃 마스크를 씀</translation>
    </message>
    <message>
        <source>dropout left on, with torch&apos;s masks for seed {seed}</source>
        <translation>드롭아웃이 켜진 채로 있음(torch의 시드 {seed} 마스크)</translation>
    </message>
    <message>
        <source>torch&apos;s dropout masks for seed {seed}</source>
        <translation>torch의 시드 {seed} 드롭아웃 마스크</translation>
    </message>
    <message>
        <source>there is nothing in it to compare</source>
        <translation>비교할 것이 없습니다</translation>
    </message>
    <message>
        <source>{name!r} is not a quantity. Name the arrays output, h_n, c_n, h, c, i, f, g, o or z; for layers before the last, e.g. h_l0 or h_l0_reverse</source>
        <translation>{name!r}은(는) 없는 값입니다. 배열 이름은 output, h_n, c_n, h, c, i, f, g, o, z로, 마지막이 아닌 층은 h_l0, h_l0_reverse처럼 쓰세요</translation>
    </message>
    <message>
        <source>it has {series}, which this LSTM does not have</source>
        <translation>이 LSTM에는 {series}이(가) 없습니다</translation>
    </message>
    <message>
        <source>it has m, which exists only with a projection</source>
        <translation>m이 있는데, m은 투영이 있을 때만 있습니다</translation>
    </message>
    <message>
        <source>it has {series} at t {t}, batch {row}, unit {unit}; this run has {steps} timesteps, {rows} rows and {units} units</source>
        <translation>{series}에 t {t}, 배치 행 {row}, 유닛 {unit}의 값이 있는데, 이 실행은 시점 {steps}개, 배치 행 {rows}개, 유닛 {units}개입니다</translation>
    </message>
    <message>
        <source>m exists only with a projection</source>
        <translation>m은 투영이 있을 때만 있습니다</translation>
    </message>
    <message>
        <source>{name} belongs to a layer or direction that this LSTM does not have</source>
        <translation>{name}은(는) 이 LSTM에 없는 층이나 방향입니다</translation>
    </message>
    <message>
        <source>{name} must have shape {wanted}, got {shape}</source>
        <translation>{name}의 형상은 {wanted}(이)어야 하는데 {shape}입니다</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 또는 </translation>
    </message>
    <message>
        <source>{why}: {steps} is the number of timesteps, so batch_first was misread</source>
        <translation>{why}. 시점 수가 {steps}개이므로 batch_first를 잘못 읽은 것입니다</translation>
    </message>
    <message>
        <source>everything shifted one timestep later</source>
        <translation>모두 한 시점 늦게 밀림</translation>
    </message>
    <message>
        <source>everything shifted one timestep earlier</source>
        <translation>모두 한 시점 빠르게 당겨짐</translation>
    </message>
    <message>
        <source>h and c as they were before each step</source>
        <translation>각 단계 전의 h와 c</translation>
    </message>
    <message>
        <source>the results reversed in time</source>
        <translation>결과의 시간 순서가 거꾸로임</translation>
    </message>
    <message>
        <source>{states} by direction, then layer</source>
        <translation>{states}이(가) 방향, 층 순서임</translation>
    </message>
    <message>
        <source>{states} from the last layer to the first</source>
        <translation>{states}이(가) 마지막 층에서 첫 층 순서임</translation>
    </message>
    <message>
        <source>{states} with the reverse direction first</source>
        <translation>{states}에서 역방향이 먼저임</translation>
    </message>
    <message>
        <source>{states} from the last row to the first</source>
        <translation>{states}이(가) 마지막 행에서 첫 행 순서임</translation>
    </message>
    <message>
        <source>{states} reshaped from (batch, layer)</source>
        <translation>{states}을(를) (배치, 층)에서 형상만 바꿈</translation>
    </message>
    <message>
        <source>{states} viewed as (batch, layer) without transposing</source>
        <translation>{states}을(를) 전치하지 않고 (배치, 층)으로 봄</translation>
    </message>
    <message>
        <source>the reverse direction&apos;s {states} read at the last timestep</source>
        <translation>역방향의 {states}을(를) 마지막 시점에서 읽음</translation>
    </message>
    <message>
        <source>{states} read from the padding</source>
        <translation>{states}을(를) 패딩에서 읽음</translation>
    </message>
    <message>
        <source>{states} with rows left sorted by length</source>
        <translation>{states}의 행이 길이 순으로 정렬된 채임</translation>
    </message>
    <message>
        <source>{states} of the two directions summed</source>
        <translation>{states}의 두 방향을 더함</translation>
    </message>
    <message>
        <source>{states} of the two directions averaged</source>
        <translation>{states}의 두 방향을 평균함</translation>
    </message>
    <message>
        <source>h_n and c_n</source>
        <translation>h_n과 c_n</translation>
    </message>
    <message>
        <source>its rows left sorted by length</source>
        <translation>행이 길이 순으로 정렬된 채임</translation>
    </message>
    <message>
        <source>its row order restored with the sorting indices, not their inverse</source>
        <translation>행을 길이 순서의 역순열이 아니라 그 순서로 되돌림</translation>
    </message>
    <message>
        <source>the output rows left sorted by length</source>
        <translation>output의 행이 길이 순으로 정렬된 채임</translation>
    </message>
    <message>
        <source>the outputs of the two directions summed</source>
        <translation>output의 두 방향을 더함</translation>
    </message>
    <message>
        <source>the outputs of the two directions averaged</source>
        <translation>output의 두 방향을 평균함</translation>
    </message>
    <message>
        <source>i, f, g, o under the names {order}</source>
        <translation>i, f, g, o에 {order}(이)라는 이름을 붙임</translation>
    </message>
    <message>
        <source>c in place of h in the output</source>
        <translation>output에 h 대신 c</translation>
    </message>
    <message>
        <source>the batch-first output reshaped instead of transposed</source>
        <translation>batch first인 output을 전치 대신 reshape함</translation>
    </message>
    <message>
        <source>dropout of {rate:g} left on at the output</source>
        <translation>output에 드롭아웃({rate:g})이 켜진 채로 있음</translation>
    </message>
    <message>
        <source>results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>h_n and c_n swapped</source>
        <translation>h_n과 c_n이 서로 바뀜</translation>
    </message>
    <message>
        <source>Held values are ignored: this is the LSTM without them.</source>
        <translation>고정한 값은 빼고 비교합니다. 고정이 없는 LSTM의 결과입니다.</translation>
    </message>
    <message>
        <source>{series} has {theirs} units in your values and {ours} here.</source>
        <translation>{series}의 유닛이 불러온 값에는 {theirs}개, 여기에는 {ours}개입니다.</translation>
    </message>
    <message>
        <source> and with </source>
        <translation>, 그리고 </translation>
    </message>
    <message>
        <source>{quantity} of {lane}</source>
        <translation>{lane}의 {quantity}</translation>
    </message>
    <message>
        <source>the reverse direction concatenated first</source>
        <translation>두 방향을 반대로 이어 붙임</translation>
    </message>
    <message>
        <source>the reverse direction concatenated first in every layer</source>
        <translation>모든 층에서 두 방향을 반대로 이어 붙임</translation>
    </message>
    <message>
        <source>the reverse direction&apos;s outputs not put back in timestep order</source>
        <translation>역방향의 출력을 제 시점으로 되돌리지 않음</translation>
    </message>
    <message>
        <source>the reverse direction not reversed</source>
        <translation>역방향을 뒤집지 않음</translation>
    </message>
    <message>
        <source>the reverse direction concatenated first in the output only</source>
        <translation>output에서만 두 방향을 반대로 이어 붙임</translation>
    </message>
    <message>
        <source>the reverse direction concatenated first only between the layers</source>
        <translation>층 사이에서만 두 방향을 반대로 이어 붙임</translation>
    </message>
    <message>
        <source>the directions summed, not concatenated, between the layers</source>
        <translation>층 사이에서 두 방향을 이어 붙이지 않고 더함</translation>
    </message>
    <message>
        <source>h not carried from step to step</source>
        <translation>h를 다음 단계로 넘기지 않음</translation>
    </message>
    <message>
        <source>c not carried from step to step</source>
        <translation>c를 다음 단계로 넘기지 않음</translation>
    </message>
    <message>
        <source>the state reset at every step</source>
        <translation>단계마다 상태를 초기화함</translation>
    </message>
    <message>
        <source>each layer&apos;s c passed up to the next layer at every step</source>
        <translation>단계마다 각 층의 c를 위층으로 넘김</translation>
    </message>
    <message>
        <source>c passed up</source>
        <translation>c를 위층으로 넘김</translation>
    </message>
    <message>
        <source>each layer&apos;s h and c passed up to the next layer at every step</source>
        <translation>단계마다 각 층의 h와 c를 위층으로 넘김</translation>
    </message>
    <message>
        <source>h and c passed up</source>
        <translation>h와 c를 위층으로 넘김</translation>
    </message>
    <message>
        <source>one state shared by all layers</source>
        <translation>모든 층이 한 상태를 함께 씀</translation>
    </message>
    <message>
        <source>the state not reset between batch rows</source>
        <translation>배치 행 사이에 상태를 초기화하지 않음</translation>
    </message>
    <message>
        <source>the state not reset after an earlier run of the sequence</source>
        <translation>시퀀스를 한 번 실행한 뒤 상태를 초기화하지 않음</translation>
    </message>
    <message>
        <source>the state not reset after two earlier runs of the sequence</source>
        <translation>시퀀스를 두 번 실행한 뒤 상태를 초기화하지 않음</translation>
    </message>
    <message>
        <source>the lengths ignored</source>
        <translation>길이를 무시함</translation>
    </message>
    <message>
        <source>the lengths ignored, but the output padding cleared</source>
        <translation>길이를 무시하고 output의 패딩을 지움</translation>
    </message>
    <message>
        <source>the reverse direction starting in the padding</source>
        <translation>역방향이 패딩에서 시작함</translation>
    </message>
    <message>
        <source>{steps:,} timesteps</source>
        <translation>시점 {steps:,}개</translation>
    </message>
    <message>
        <source>the first {steps:,} timesteps</source>
        <translation>처음 시점 {steps:,}개</translation>
    </message>
    <message>
        <source>With errors left to accumulate over {over}, float32 stays within {most:.2g} of float64, and Gatestep&apos;s engine within {engine:.2g} of torch.nn.LSTM in {dtype}.</source>
        <translation>중간에 값을 맞추지 않고 {over}을(를) 이어서 실행하면 float32와 float64의 차이는 {most:.2g} 이내이고, {dtype}에서 Gatestep 엔진과 torch.nn.LSTM의 차이는 {engine:.2g} 이내입니다.</translation>
    </message>
    <message>
        <source>with errors left to accumulate over {over}, float32 and float64 differ by up to {most:.2g} (at t {at}), and Gatestep&apos;s engine and torch.nn.LSTM in {dtype} by up to {engine:.2g}</source>
        <translation>중간에 값을 맞추지 않고 {over}을(를) 이어서 실행하면 float32와 float64의 차이는 {most:.2g}까지(t {at}), {dtype}에서 Gatestep 엔진과 torch.nn.LSTM의 차이는 {engine:.2g}까지 벌어집니다</translation>
    </message>
    <message>
        <source>Rounding errors are large in this network: {apart}.</source>
        <translation>이 네트워크는 반올림 오차가 큽니다. {apart}.</translation>
    </message>
    <message>
        <source>This network is chaotic and amplifies every rounding error: {apart}. No two correct engines agree throughout such a run, so every step is checked from the recorded values.</source>
        <translation>이 네트워크는 카오스적이어서 모든 반올림 오차를 증폭합니다. {apart}. 이런 실행에서는 올바른 두 엔진이라도 일치하지 않으므로, 단계마다 기록된 값에서 출발해 검사합니다.</translation>
    </message>
    <message>
        <source>Remember one bit</source>
        <translation>1비트 기억하기</translation>
    </message>
    <message>
        <source>The bit refreshes itself.</source>
        <translation>비트가 스스로를 되살립니다.</translation>
    </message>
    <message>
        <source>One unit reads yes or no, and its h keeps the sign of the last word: plus for yes, minus for no. What is special here is the weight from h to g: i never closes completely, so at each step h pushes c back to its own sign, and the bit refreshes itself. Set that weight to 0 and c decays while no word arrives. How a memory is kept: see the lesson “The conveyor belt”.</source>
        <translation>유닛 하나가 yes나 no를 읽고, h는 마지막 단어의 부호를 간직합니다. yes이면 플러스, no이면 마이너스입니다. 여기서 특별한 것은 h에서 g로 가는 가중치입니다. i는 완전히 닫히지 않으므로 단계마다 h가 c를 제 쪽으로 밀어, 비트가 스스로를 되살립니다. 그 가중치를 0으로 바꾸고 단어가 오지 않는 동안 c가 줄어드는 것을 보세요. 기억이 어떻게 남는지는 레슨 “컨베이어 벨트”에서 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Inside the brackets</source>
        <translation>괄호 안 찾기</translation>
    </message>
    <message>
        <source>Two layers, two directions.</source>
        <translation>층 2개, 양방향입니다.</translation>
    </message>
    <message>
        <source>A letter is inside when the bracket before it is ( and the bracket after it is ), and no single direction can know both. In layer 0, the forward direction remembers the last bracket: positive for (. The reverse direction, reading from the end, remembers the next one: positive for ). Layer 1 reads both and outputs a positive h where both are positive. The last bracket is never closed, so d is outside. Type ) at the end, and d is inside. See the lesson “Layers and directions”.</source>
        <translation>앞의 괄호가 (이고 뒤의 괄호가 )이면 글자는 괄호 안에 있습니다. 한 방향만으로는 둘 다 알 수 없습니다. 0번 층에서 정방향은 마지막 괄호를 기억해 (이면 플러스이고, 끝에서부터 읽는 역방향은 다음 괄호를 기억해 )이면 플러스입니다. 1번 층은 둘 다 읽고, 둘 다 플러스인 곳에서 플러스를 내보냅니다. 마지막 괄호는 닫히지 않으므로 d는 바깥입니다. 끝에 )를 입력하면 안이 됩니다. 레슨 “층과 방향”을 보세요.</translation>
    </message>
    <message>
        <source>Forget on a cue</source>
        <translation>신호에 맞춰 잊기</translation>
    </message>
    <message>
        <source>Two units; one weight differs.</source>
        <translation>가중치 하나만 다른 두 유닛.</translation>
    </message>
    <message>
        <source>Both units add one to c at plus and subtract one at minus. Their weights are the same except for one: the forget gate of unit 0 reads wipe, with weight −20. At wipe, f of unit 0 falls from 1 to 0, and the content of c is gone; unit 1 carries on. Set that weight to 0 and the units are the same; set it to −10 and wipe forgets half. For more on what two gates can do, see the lesson “Write and forget”.</source>
        <translation>두 유닛 모두 plus에서 c에 1을 더하고 minus에서 1을 뺍니다. 가중치는 하나만 빼고 같습니다. 유닛 0의 망각 게이트는 wipe를 가중치 −20으로 읽습니다. 그때 유닛 0의 f가 1에서 0으로 떨어져 c에 있던 값이 사라지고, 유닛 1은 그대로 갑니다. 그 가중치를 0으로 바꾸면 두 유닛이 같아지고, −10으로 바꾸면 wipe가 절반만 잊습니다. 두 게이트가 또 무엇을 하는지는 레슨 “쓰기와 잊기”를 보세요.</translation>
    </message>
    <message>
        <source>Turtle walk</source>
        <translation>방향 따라 걷기</translation>
    </message>
    <message>
        <source>Projected h is the position.</source>
        <translation>투영한 h가 경로를 그립니다.</translation>
    </message>
    <message>
        <source>A walker reads north, east, south or west, and takes one step that way per timestep until the next word. In layer 0 four units remember the last word; W_hr projects their m to two numbers, east and north, so h is the direction. In layer 1 four units count the steps taken each way, 0.01 per step, where tanh is still nearly linear; W_hr subtracts west from east and south from north, so h is the position, in steps. For what proj_size changes, see the lesson “Every nn.LSTM argument”.</source>
        <translation>누군가 north, east, south, west 가운데 하나를 읽고, 다음 단어가 올 때까지 시점마다 그쪽으로 한 걸음씩 갑니다. 0번 층에서는 유닛 네 개가 마지막 단어를 기억하고, W_hr이 그 m을 동쪽과 북쪽 두 값으로 투영하므로 h가 방향입니다. 1번 층에서는 유닛 네 개가 각 방향의 걸음을 한 걸음에 0.01씩 세는데, 그 범위에서 tanh는 거의 선형입니다. W_hr이 동쪽에서 서쪽을, 북쪽에서 남쪽을 빼므로 h가 걸음 수로 나타낸 위치입니다. proj_size가 무엇을 바꾸는지는 레슨 “nn.LSTM의 모든 인수”를 보세요.</translation>
    </message>
    <message>
        <source>Bracket depth</source>
        <translation>괄호의 깊이</translation>
    </message>
    <message>
        <source>c can count higher than h.</source>
        <translation>h는 못 세고 c는 셉니다.</translation>
    </message>
    <message>
        <source>All gates are open, so each step adds g to c and removes nothing: +1 for (, −1 for ). So c is the number of open brackets. The output is tanh(c): at depths 4 and 5 h is nearly the same. The prediction is read from h: it is right at depth 1, and too small from 2 on. Set the bias of f to 2.2, and the count leaks: see the lesson “Counting”.</source>
        <translation>모든 게이트가 열려 있어 단계마다 g가 c에 더해지고 사라지는 것은 없습니다. (이면 +1, )이면 −1입니다. 그래서 c는 열린 괄호의 수입니다. 내보내는 값은 tanh(c)이므로 깊이 4와 5에서 h는 거의 같습니다. 예측은 h에서 읽으므로 깊이 1에서는 맞고 2부터는 너무 작습니다. f의 편향을 2.2로 바꾸면 세던 값이 샙니다. 레슨 “세기”를 보세요.</translation>
    </message>
    <message>
        <source>Sunspots</source>
        <translation>태양 흑점 수</translation>
    </message>
    <message>
        <source>Trained on years up to 1949.</source>
        <translation>1949년까지의 값으로 학습.</translation>
    </message>
    <message>
        <source>Two layers of eight units, trained to predict next year&apos;s sunspot number from the years before. The input is the year&apos;s number divided by 100. On the years 1950 to 2008, which it never saw, its error is 17.4 sunspots. Predicting that next year equals this year gives an error of 33.2; the best weighted sum of the last nine years gives 18.8. The network needs about one solar cycle of history: with 11 years its error is 18.0, with 8 years 23.0. What does it use? See the lesson “Sunspots”.</source>
        <translation>유닛 여덟 개씩 두 층으로, 지난 해들에서 다음 해의 흑점 수를 예측하도록 학습했습니다. 입력은 그해의 수를 100으로 나눈 값입니다. 한 번도 보지 않은 1950년부터 2008년까지의 오차는 흑점 17.4개입니다. 다음 해가 올해와 같다고 하면 오차가 33.2이고, 아홉 해의 가장 좋은 가중합은 18.8입니다. 태양 주기 한 번쯤의 과거가 필요합니다. 11년이면 18.0, 8년이면 23.0입니다. 무엇을 보고 예측할까요? 레슨 “태양 흑점 수”를 보세요.</translation>
    </message>
    <message>
        <source>Forget bias set to 5.</source>
        <translation>망각 게이트 편향을 5로 합니다.</translation>
    </message>
    <message>
        <source>Learning rate 0.01 instead of 1.</source>
        <translation>학습률을 1 대신 0.01로 합니다.</translation>
    </message>
    <message>
        <source>Adding, 20 timesteps</source>
        <translation>20시점에 걸친 덧셈</translation>
    </message>
    <message>
        <source>Adding, 50 timesteps</source>
        <translation>50시점에 걸친 덧셈</translation>
    </message>
    <message>
        <source>As many b&apos;s as a&apos;s, then the end: counting.</source>
        <translation>a의 개수만큼 b, 그다음 끝: 세기.</translation>
    </message>
    <message>
        <source>Gradients clipped at norm 1.</source>
        <translation>1에서 클리핑합니다.</translation>
    </message>
    <message>
        <source>Dropout left on in evaluation</source>
        <translation>평가 때 켜 둔 드롭아웃</translation>
    </message>
    <message>
        <source>Each step back keeps about 0.6 of dc: only 10⁻¹¹ of the loss gradient at the end reaches the first timestep.</source>
        <translation>한 시점 거슬러 갈 때마다 dc가 약 0.6만 남습니다. 끝에서 손실이 알린 것 가운데 10⁻¹¹만 첫 시점에 닿습니다.</translation>
    </message>
    <message>
        <source>Each step goes far beyond the region where a linear approximation holds: the loss jumps, and its true change has little to do with the predicted one.</source>
        <translation>스텝마다 선형 근사가 맞는 범위를 크게 벗어납니다. 손실이 튀고, 실제 변화가 예측한 변화와 거의 관계없습니다.</translation>
    </message>
    <message>
        <source>Echo, 10 timesteps</source>
        <translation>10시점 전 되풀이</translation>
    </message>
    <message>
        <source>Echo, 5 timesteps</source>
        <translation>5시점 전 되풀이</translation>
    </message>
    <message>
        <source>Evaluation mode, lstm.eval().</source>
        <translation>평가 모드, lstm.eval()로 합니다.</translation>
    </message>
    <message>
        <source>Exploding, unclipped</source>
        <translation>클리핑 없는 기울기 폭주</translation>
    </message>
    <message>
        <source>First bit, 50 noise steps</source>
        <translation>잡음 50시점 뒤의 첫 비트</translation>
    </message>
    <message>
        <source>First bit, forget bias 1</source>
        <translation>첫 비트, 망각 게이트 편향 1</translation>
    </message>
    <message>
        <source>Forget bias 5: the gradient arrives.</source>
        <translation>망각 게이트 편향 5: 기울기가 끝까지 전달됩니다.</translation>
    </message>
    <message>
        <source>Is the number of ones so far odd?</source>
        <translation>지금까지 나온 1의 개수가 홀수일까요?</translation>
    </message>
    <message>
        <source>Learning rate too high</source>
        <translation>너무 큰 학습률</translation>
    </message>
    <message>
        <source>Next year&apos;s number, 1700 to 1949.</source>
        <translation>1700년부터, 이듬해의 흑점 수.</translation>
    </message>
    <message>
        <source>Repeat the bit from 10 timesteps ago.</source>
        <translation>10시점 전의 비트를 되풀이합니다.</translation>
    </message>
    <message>
        <source>Repeat the bit from 5 timesteps ago.</source>
        <translation>5시점 전의 비트를 되풀이합니다.</translation>
    </message>
    <message>
        <source>Running parity</source>
        <translation>누적 패리티</translation>
    </message>
    <message>
        <source>Saturated start</source>
        <translation>포화된 시작</translation>
    </message>
    <message>
        <source>Sine</source>
        <translation>사인파</translation>
    </message>
    <message>
        <source>Sunspots to 1949</source>
        <translation>1949년까지의 흑점</translation>
    </message>
    <message>
        <source>The gradient does not reach the first timestep.</source>
        <translation>기울기가 전달되지 않습니다.</translation>
    </message>
    <message>
        <source>The loss is summed over 249 years, and so are the gradients: ‖g‖ grows a hundredfold per step, until the weights become NaN.</source>
        <translation>손실을 249년에 걸쳐 더하므로 기울기도 더해집니다. ‖g‖가 스텝마다 백 배씩 커져 가중치가 결국 NaN이 됩니다.</translation>
    </message>
    <message>
        <source>The next value of a wave.</source>
        <translation>파동의 다음 값.</translation>
    </message>
    <message>
        <source>The sum of the two marked numbers.</source>
        <translation>표시된 두 수의 합.</translation>
    </message>
    <message>
        <source>The weights are 30 times too large: the gates sit at 0 and 1, where their curves are flat, so dz is almost 0.</source>
        <translation>가중치를 30배 크게 뽑았습니다. 게이트가 곡선이 평평한 0과 1에 머물러 dz가 거의 0입니다.</translation>
    </message>
    <message>
        <source>Vanishing, forget bias 0</source>
        <translation>망각 게이트 편향 0의 기울기 소실</translation>
    </message>
    <message>
        <source>PyTorch&apos;s default weights, within ±1/√H.</source>
        <translation>PyTorch처럼 가중치를 ±1/√H 안에서 뽑습니다.</translation>
    </message>
    <message>
        <source>all words up to n = 8 are correct from their first b on</source>
        <translation>n = 8까지 모든 단어가 첫 b부터 맞음</translation>
    </message>
    <message>
        <source>at least 99 % of the predictions are right</source>
        <translation>예측의 99% 이상이 맞음</translation>
    </message>
    <message>
        <source>from 1950 on, the error is below 0.62 × the error of repeating the last value</source>
        <translation>1950년부터의 오차가 직전 값을 되풀이할 때의 0.62배 미만</translation>
    </message>
    <message>
        <source>PyTorch would draw different dropout masks, so the losses would differ. Set dropout to 0 to export a script that trains</source>
        <translation>PyTorch에서는 드롭아웃 마스크가 달라 손실도 달라집니다. 학습하는 스크립트를 내보내려면 드롭아웃을 0으로 바꾸세요</translation>
    </message>
    <message>
        <source>the mean squared error is below 0.002</source>
        <translation>평균 제곱 오차가 0.002 미만</translation>
    </message>
    <message>
        <source>the mean squared error is below 0.01</source>
        <translation>평균 제곱 오차가 0.01 미만</translation>
    </message>
    <message>
        <source>there is nothing to learn. Choose a target and a loss</source>
        <translation>학습할 목표가 없습니다. 목표값과 손실을 고르세요</translation>
    </message>
    <message>
        <source>dropout masks are needed in train mode with dropout, and only then: expected {expected} masks, got {got}</source>
        <translation>dropout이 있는 train 모드에는 마스크가 필요하고, 다른 모드에는 마스크가 없습니다. 마스크 {expected}개가 필요한데 {got}개입니다</translation>
    </message>
    <message>
        <source>the dropout mask after layer {layer}</source>
        <translation>{layer}번 층 다음의 드롭아웃 마스크</translation>
    </message>
    <message>
        <source>input must have 2 or 3 dimensions, got {got}</source>
        <translation>input은 2차원이나 3차원이어야 하는데 {got}차원입니다</translation>
    </message>
    <message>
        <source>input.size(-1) must be equal to input_size. Expected {expected}, got {got}</source>
        <translation>input.size(-1)은 input_size와 같아야 합니다. 필요한 값 {expected}, 실제 값 {got}</translation>
    </message>
    <message>
        <source>input needs at least one timestep and one row, got {shape}</source>
        <translation>input에는 시점과 배치 행이 하나 이상 있어야 하는데 형상이 {shape}입니다</translation>
    </message>
    <message>
        <source>h_0 and c_0 go together. Give both or neither</source>
        <translation>h_0과 c_0은 함께 씁니다. 둘 다 주거나 둘 다 빼세요</translation>
    </message>
    <message>
        <source>{name} must have shape {wanted} for this input, got {shape}</source>
        <translation>이 입력에서 {name}의 형상은 {wanted}(이)어야 하는데 {shape}입니다</translation>
    </message>
    <message>
        <source>lengths must have one number per row ({batch} rows), got {lengths}</source>
        <translation>lengths에는 배치 행 {batch}개마다 수가 하나씩 있어야 합니다: {lengths}</translation>
    </message>
    <message>
        <source>lengths must be whole numbers, got {length!r} for row {row}</source>
        <translation>lengths는 정수여야 하는데 배치 행 {row}의 값이 {length!r}입니다</translation>
    </message>
    <message>
        <source>the length of row {row} must be from 1 to {steps}, got {length}</source>
        <translation>배치 행 {row}의 길이는 1~{steps} 범위여야 하는데 {length}입니다</translation>
    </message>
    <message>
        <source>{name} must be {dtype}, like the parameters; got {got}</source>
        <translation>{name}의 자료형은 파라미터와 같은 {dtype}(이)어야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>Download or save it again</source>
        <translation>다시 내려받거나 다시 저장하세요</translation>
    </message>
    <message>
        <source>it was saved by Keras {version}, whose default was hard_sigmoid in TensorFlow 1 and sigmoid in TensorFlow 2</source>
        <translation>Keras {version}에서 저장한 파일이며, 그 기본값은 TensorFlow 1에서 hard_sigmoid, TensorFlow 2에서 sigmoid였습니다</translation>
    </message>
    <message>
        <source>it does not name the Keras version that saved it; the default was hard_sigmoid before Keras 2.3 and sigmoid since</source>
        <translation>저장한 Keras 버전이 파일에 없습니다. 기본값은 Keras 2.3 전에는 hard_sigmoid, 그 뒤로는 sigmoid입니다</translation>
    </message>
    <message>
        <source>it was saved by Keras {version}, whose default was hard_sigmoid</source>
        <translation>Keras {version}에서 저장한 파일이며, 그 기본값은 hard_sigmoid였습니다</translation>
    </message>
    <message>
        <source>its configuration cannot be read ({error}). {advice}</source>
        <translation>설정을 읽을 수 없습니다({error}). {advice}</translation>
    </message>
    <message>
        <source>the architecture file next to it, {name}, cannot be read ({error}). Save it again, or move it away</source>
        <translation>같은 폴더에 있는 모델 구조 {name} 파일을 읽을 수 없습니다({error}). 다시 저장하거나 다른 곳으로 옮기세요</translation>
    </message>
    <message>
        <source>it is too large for a config file</source>
        <translation>모델 구성이라기에는 너무 큽니다</translation>
    </message>
    <message>
        <source>took too long</source>
        <translation>시간이 너무 오래 걸렸습니다</translation>
    </message>
    <message>
        <source>the process that reads it could not start ({error})</source>
        <translation>파일을 읽는 프로세스가 시작되지 않습니다({error})</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>오류가 났습니다</translation>
    </message>
    <message>
        <source>reading it as {kind} {what}. The file is damaged. {advice}</source>
        <translation>{kind} 형식으로 읽는 중 {what}. 파일이 손상되었습니다. {advice}</translation>
    </message>
    <message>
        <source>it asks for more memory than such a file needs, so it is damaged. {advice}</source>
        <translation>이런 파일에 필요한 것보다 많은 메모리를 요구합니다. 파일이 손상되었습니다. {advice}</translation>
    </message>
    <message>
        <source>it is damaged ({name}). {advice}</source>
        <translation>파일이 손상되었습니다({name}). {advice}</translation>
    </message>
    <message>
        <source>it is damaged. Use another copy</source>
        <translation>파일이 손상되었습니다. 다른 사본을 쓰세요</translation>
    </message>
    <message>
        <source>it is damaged: {name} is missing. Use another copy</source>
        <translation>파일이 손상되었습니다. {name} 항목이 없습니다. 다른 사본을 쓰세요</translation>
    </message>
    <message>
        <source>it has {count} entries; at most {most} are allowed</source>
        <translation>항목이 {count}개인데 {most}개까지만 허용됩니다</translation>
    </message>
    <message>
        <source>its entry {name} appears twice</source>
        <translation>{name} 항목이 두 번 들어 있습니다</translation>
    </message>
    <message>
        <source>its entry {name} points outside the file</source>
        <translation>{name} 항목의 이름이 파일 밖을 가리킵니다</translation>
    </message>
    <message>
        <source>its entry {name} is compressed, but Gatestep never compresses</source>
        <translation>{name} 항목이 압축되어 있습니다. Gatestep은 압축하지 않습니다</translation>
    </message>
    <message>
        <source>its entries overlap. Use another copy</source>
        <translation>항목들이 서로 겹칩니다. 다른 사본을 쓰세요</translation>
    </message>
    <message>
        <source>it is a device or a pipe. Choose a file</source>
        <translation>장치나 파이프입니다. 파일을 고르세요</translation>
    </message>
    <message>
        <source>the file is write-protected. Choose another name</source>
        <translation>쓰기 금지된 파일입니다. 다른 이름을 고르세요</translation>
    </message>
    <message>
        <source>its folder does not exist. Create it, or choose another folder</source>
        <translation>폴더가 없습니다. 폴더를 만들거나 다른 곳을 고르세요</translation>
    </message>
    <message>
        <source>its folder is read-only. Choose another place</source>
        <translation>폴더가 읽기 전용입니다. 다른 곳을 고르세요</translation>
    </message>
    <message>
        <source>the recurrent activation of {lstm} is not known ({doubt}). Specify sigmoid or hard_sigmoid (--recurrent-activation), or, for a weights-only file, put the model&apos;s architecture, model.to_json(), next to it as {name}</source>
        <translation>{lstm}의 recurrent_activation을 알 수 없습니다({doubt}). sigmoid나 hard_sigmoid를 지정하거나(--recurrent-activation), 가중치만 저장한 파일이면 모델 구조인 model.to_json()을 같은 폴더에 {name} 파일로 두세요</translation>
    </message>
    <message>
        <source>it is a {holds}, not a checkpoint. Open a model file</source>
        <translation>체크포인트가 아니라 {holds}입니다. 모델 파일을 여세요</translation>
    </message>
    <message>
        <source>also in this file but not read: {shown}, {why}</source>
        <translation>같은 파일에서 읽지 않은 것: {shown}, {why}</translation>
    </message>
    <message>
        <source>it has no LSTM with nn.LSTM&apos;s names (weight_ih_l0, …); {tensors}</source>
        <translation>nn.LSTM의 이름(weight_ih_l0, …)을 쓰는 LSTM이 없습니다. {tensors}</translation>
    </message>
    <message>
        <source>its tensors are {names}, …</source>
        <translation>들어 있는 텐서: {names}, …</translation>
    </message>
    <message>
        <source>it holds no tensors</source>
        <translation>텐서가 없습니다</translation>
    </message>
    <message>
        <source>also in this file but not read: {others}</source>
        <translation>파일에 있지만 읽지 않은 것: {others}</translation>
    </message>
    <message>
        <source>sigmoid is used, as you specified; {doubt}</source>
        <translation>지정한 대로 sigmoid로 읽었습니다. {doubt}</translation>
    </message>
    <message>
        <source>hard_sigmoid is not supported, because nn.LSTM has only sigmoid. Continue training the model with recurrent_activation=&apos;sigmoid&apos;</source>
        <translation>nn.LSTM에는 sigmoid만 있어 hard_sigmoid는 계산하지 않습니다. recurrent_activation=&apos;sigmoid&apos;로 모델을 이어서 학습하세요</translation>
    </message>
    <message>
        <source>, … ({count} in all)</source>
        <translation>, … (모두 {count}개)</translation>
    </message>
    <message>
        <source>it holds several LSTMs. Choose one by name: {labels}</source>
        <translation>LSTM이 여러 개 있습니다. 이름으로 하나를 고르세요: {labels}</translation>
    </message>
    <message>
        <source>it has no LSTM named {name}. Choose one of {labels}</source>
        <translation>이름이 {name}인 LSTM이 없습니다. 다음 중 하나를 고르세요: {labels}</translation>
    </message>
    <message>
        <source>{name} is too large for {target}. Load it as {stored_as}</source>
        <translation>{name}의 값이 너무 커서 {target}에 담을 수 없습니다. {stored_as} 형식으로 불러오세요</translation>
    </message>
    <message>
        <source>{stored_as} weights are rounded to {target}</source>
        <translation>{stored_as} 가중치를 {target} 값으로 반올림합니다</translation>
    </message>
    <message>
        <source>{shown} cannot be read as an LSTM: {why}</source>
        <translation>{shown}을(를) LSTM으로 읽을 수 없습니다. {why}</translation>
    </message>
    <message>
        <source>row {line} has a width of {count}, but earlier rows have a width of {width}. If {parts} is one number, write it without the comma</source>
        <translation>{line}행은 {count}열인데 앞의 행들은 {width}열입니다. {parts}이(가) 하나의 수라면 쉼표 없이 쓰세요</translation>
    </message>
    <message>
        <source>row {line} has a width of {count}, but earlier rows have a width of {width}. Give every row the same number of columns</source>
        <translation>{line}행은 열이 {count}개인데 앞의 행들은 {width}개입니다. 모든 행의 열 수를 같게 하세요</translation>
    </message>
    <message>
        <source>{place} is empty. Write a number, or remove the row</source>
        <translation>{place} 칸이 비어 있습니다. 숫자를 쓰거나 행을 지우세요</translation>
    </message>
    <message>
        <source>{place} is {cell}. Write thousands without commas, as {plain}</source>
        <translation>{place}의 값이 {cell}입니다. 천 단위 쉼표 없이 {plain}처럼 쓰세요</translation>
    </message>
    <message>
        <source>{place} is {cell}. Write decimals with a point, and thousands without a comma</source>
        <translation>{place}의 값이 {cell}입니다. 소수점은 마침표로, 천 단위는 쉼표 없이 쓰세요</translation>
    </message>
    <message>
        <source>{place} is {cell}. Write decimals with a point</source>
        <translation>{place}의 값이 {cell}입니다. 소수점은 마침표로 쓰세요</translation>
    </message>
    <message>
        <source>{place} is {cell}, which is not a finite number. Correct it, or remove its column or row</source>
        <translation>{place}의 값 {cell}은(는) 유한한 수가 아닙니다. 고치거나 그 열이나 행을 지우세요</translation>
    </message>
    <message>
        <source>{place} is too large for a float64. Correct it</source>
        <translation>{place}의 값이 너무 커서 float64에 담을 수 없습니다. 값을 고치세요</translation>
    </message>
    <message>
        <source>row {line}, column {column}{name}</source>
        <translation>{line}행 {column}열{name}</translation>
    </message>
    <message>
        <source>it is not UTF-8 text. Save it as CSV in UTF-8</source>
        <translation>UTF-8 텍스트가 아닙니다. UTF-8 CSV로 저장하세요</translation>
    </message>
    <message>
        <source>it is not a valid CSV file ({error}). Save it again</source>
        <translation>CSV가 아닙니다({error}). 다시 저장하세요</translation>
    </message>
    <message>
        <source>it has no rows: at least one line of numbers is needed</source>
        <translation>행이 없습니다. 숫자가 적어도 한 줄 있어야 합니다</translation>
    </message>
    <message>
        <source>it has a header but no rows of numbers below it</source>
        <translation>머리글만 있고 그 아래에 숫자 행이 없습니다</translation>
    </message>
    <message>
        <source>row {blank} is empty. Remove it</source>
        <translation>{blank}행이 비어 있습니다. 지우세요</translation>
    </message>
    <message>
        <source>it no longer has {name}. Open the model again</source>
        <translation>{name}이(가) 이제 파일에 없습니다. 모델을 다시 여세요</translation>
    </message>
    <message>
        <source>it has no embedding for this LSTM: no float tensor (num_embeddings, {width}). Read the tokens as one-hot vectors</source>
        <translation>이 LSTM에 맞는 임베딩(부동소수점 텐서 (num_embeddings, {width}))이 없습니다. 토큰을 원-핫 벡터로 읽으세요</translation>
    </message>
    <message>
        <source>it has no tensor named {name} that can be an embedding. Choose one of {labels}</source>
        <translation>임베딩이 될 수 있는 텐서 가운데 이름이 {name}인 것이 없습니다. 다음 중 하나를 고르세요: {labels}</translation>
    </message>
    <message>
        <source>it does not exist. Check the path</source>
        <translation>파일이 없습니다. 경로를 확인하세요</translation>
    </message>
    <message>
        <source>a part of its path is not a folder. Check the path</source>
        <translation>경로의 일부가 폴더가 아닙니다. 경로를 확인하세요</translation>
    </message>
    <message>
        <source>it is a folder. Choose a file</source>
        <translation>폴더입니다. 파일을 고르세요</translation>
    </message>
    <message>
        <source>permission denied. Change its permissions, or choose another folder</source>
        <translation>권한이 없습니다. 권한을 바꾸거나 다른 곳을 고르세요</translation>
    </message>
    <message>
        <source>the disk is read-only. Choose another folder</source>
        <translation>디스크가 읽기 전용입니다. 다른 곳을 고르세요</translation>
    </message>
    <message>
        <source>the disk is full. Free some space, or choose another folder</source>
        <translation>디스크가 가득 찼습니다. 공간을 비우거나 다른 곳을 고르세요</translation>
    </message>
    <message>
        <source>the disk quota is used up. Free some space, or choose another folder</source>
        <translation>디스크 할당량을 다 썼습니다. 공간을 비우거나 다른 곳을 고르세요</translation>
    </message>
    <message>
        <source>it would exceed the file size limit there. Choose another folder</source>
        <translation>이곳에서 허용되는 파일 크기를 넘습니다. 다른 곳을 고르세요</translation>
    </message>
    <message>
        <source>its name is too long. Choose a shorter one</source>
        <translation>이름이 너무 깁니다. 더 짧은 이름을 고르세요</translation>
    </message>
    <message>
        <source>its symbolic links form a loop. Choose another path</source>
        <translation>심볼릭 링크가 순환합니다. 다른 경로를 고르세요</translation>
    </message>
    <message>
        <source>the disk reports an error. Try another disk</source>
        <translation>디스크에서 오류가 났습니다. 다른 디스크를 써 보세요</translation>
    </message>
    <message>
        <source>cannot read {path}: {why}</source>
        <translation>{path}을(를) 읽을 수 없습니다. {why}</translation>
    </message>
    <message>
        <source>cannot write {path}: {why}</source>
        <translation>{path}에 저장할 수 없습니다. {why}</translation>
    </message>
    <message>
        <source>a system error</source>
        <translation>시스템이 거부했습니다</translation>
    </message>
    <message>
        <source>there is not enough memory for it. Close other programs</source>
        <translation>메모리가 부족합니다. 다른 프로그램을 닫으세요</translation>
    </message>
    <message>
        <source>its experiment options are malformed</source>
        <translation>실험의 옵션 형식이 잘못되었습니다</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>{name}이(가) 없습니다</translation>
    </message>
    <message>
        <source>its options do not match nn.LSTM&apos;s</source>
        <translation>옵션이 nn.LSTM의 옵션이 아닙니다</translation>
    </message>
    <message>
        <source>its sequence cannot have the shape {shape}</source>
        <translation>시퀀스의 형상은 {shape}일 수 없습니다</translation>
    </message>
    <message>
        <source>too few arrays for {num_layers} layers</source>
        <translation>{num_layers}개 층의 배열이 없습니다</translation>
    </message>
    <message>
        <source>its unscaled sequence cannot have the shape {shape}</source>
        <translation>시퀀스를 {shape} 형상으로 읽었을 수 없습니다</translation>
    </message>
    <message>
        <source>its normalisation is malformed</source>
        <translation>정규화의 형식이 잘못되었습니다</translation>
    </message>
    <message>
        <source>its held values are malformed</source>
        <translation>고정 항목의 형식이 잘못되었습니다</translation>
    </message>
    <message>
        <source>one of its held values has a malformed {name}</source>
        <translation>고정 항목 하나의 {name} 형식이 잘못되었습니다</translation>
    </message>
    <message>
        <source>its attribute {name} is too long</source>
        <translation>{name} 속성이 너무 깁니다</translation>
    </message>
    <message>
        <source>dataset {name}</source>
        <translation>데이터셋 {name}</translation>
    </message>
    <message>
        <source>{where} is {dtype}, not float</source>
        <translation>{where}은(는) 부동소수점이 아니라 {dtype}입니다</translation>
    </message>
    <message>
        <source>{where} {shape} should take {needed} bytes, but only {stored} are in the file. {advice}</source>
        <translation>{where} {shape}의 크기가 {needed}바이트라고 되어 있는데 {stored}바이트만 저장되어 있습니다. {advice}</translation>
    </message>
    <message>
        <source>{where} is damaged. {advice}</source>
        <translation>{where}이(가) 손상되었습니다. {advice}</translation>
    </message>
    <message>
        <source>it has too many entries for a Keras model</source>
        <translation>Keras 모델치고는 항목이 너무 많습니다</translation>
    </message>
    <message>
        <source>its entry {child} is a link, possibly to another file. Save the weights themselves</source>
        <translation>{child} 항목은 링크이며 파일 밖을 가리킬 수 있습니다. 가중치 자체를 저장하세요</translation>
    </message>
    <message>
        <source>the values of {name} are in another file. Save them in this one</source>
        <translation>{name}의 값이 다른 파일에 있습니다. 이 파일에 저장하세요</translation>
    </message>
    <message>
        <source>{name} is compressed in a way that is not supported. Use gzip</source>
        <translation>{name}이(가) 읽지 못하는 방식으로 압축되어 있습니다. gzip을 쓰세요</translation>
    </message>
    <message>
        <source>it is not an HDF5 file, or it is damaged. {advice}</source>
        <translation>HDF5 파일이 아니거나 손상되었습니다. {advice}</translation>
    </message>
    <message>
        <source>its weights are in {other}. Save it again as one .keras or .h5 file</source>
        <translation>가중치가 {other} 안에 있습니다. .keras나 .h5 파일 하나로 다시 저장하세요</translation>
    </message>
    <message>
        <source>it lacks config.json or model.weights.h5. Save it again</source>
        <translation>config.json과 model.weights.h5가 없습니다. 다시 저장하세요</translation>
    </message>
    <message>
        <source>it is a damaged zip file. {advice}</source>
        <translation>손상된 zip 파일입니다. {advice}</translation>
    </message>
    <message>
        <source>its config.json has {size} bytes; at most {most} are allowed</source>
        <translation>config.json이 {size}바이트인데 {most}바이트까지만 허용됩니다</translation>
    </message>
    <message>
        <source>its record {name} should take {size} bytes, but only {stored} are in the file. {advice}</source>
        <translation>{name} 레코드의 크기가 {size}바이트라고 되어 있는데 {stored}바이트만 저장되어 있습니다. {advice}</translation>
    </message>
    <message>
        <source>Keras&apos;s gate columns, in order i f c o, are read as i f g o</source>
        <translation>열로 놓인 Keras의 게이트 i f c o를 i f g o로 읽습니다</translation>
    </message>
    <message>
        <source>its kernels use cuDNN&apos;s layout</source>
        <translation>커널이 CuDNN의 배치로 되어 있습니다</translation>
    </message>
    <message>
        <source>its single bias is read as bias_ih, with bias_hh zero</source>
        <translation>하나뿐인 편향을 bias_ih로 읽고 bias_hh는 0입니다</translation>
    </message>
    <message>
        <source>its class is not Keras&apos;s own ({classes}): it is read as an LSTM with its configured settings; anything else its code computes is unknown</source>
        <translation>Keras가 제공하는 클래스가 아닙니다({classes}). 파일에 적힌 설정의 LSTM으로 읽으며, 그 코드가 달리 무엇을 계산하는지는 알 수 없습니다</translation>
    </message>
    <message>
        <source>its settings are read from {name} next to it</source>
        <translation>설정은 같은 폴더의 {name} 파일에서 읽었습니다</translation>
    </message>
    <message>
        <source>its class is not Keras&apos;s own ({classes}) and has weights that no LSTM has: {name}</source>
        <translation>Keras가 제공하는 클래스가 아니며({classes}) LSTM에는 없는 가중치가 있습니다: {name}</translation>
    </message>
    <message>
        <source>its class is not Keras&apos;s own ({classes}) and does not write {keys} to its configuration. Return them from its get_config, and save it again</source>
        <translation>Keras가 제공하는 클래스가 아니며({classes}) 파일에 {keys} 설정을 적지 않습니다. get_config가 이를 반환하게 하고 다시 저장하세요</translation>
    </message>
    <message>
        <source>the layer is built in code, and its configuration gives no activation; tanh is assumed</source>
        <translation>코드에서 만든 층이어서 활성화 함수도 설정에 없으므로 tanh로 읽습니다</translation>
    </message>
    <message>
        <source>the layer is built in code, and its configuration gives no activation or direction; tanh and the forward direction are assumed</source>
        <translation>코드에서 만든 층이어서 활성화 함수와 방향도 설정에 없으므로 tanh와 정방향으로 읽습니다</translation>
    </message>
    <message>
        <source>its configuration and its weights disagree on the directions</source>
        <translation>설정과 가중치의 방향이 서로 다릅니다</translation>
    </message>
    <message>
        <source>its configuration and its weights disagree on the biases</source>
        <translation>설정과 가중치의 편향이 서로 다릅니다</translation>
    </message>
    <message>
        <source>its bias length does not match CuDNNLSTM</source>
        <translation>편향의 길이가 CuDNNLSTM과 다릅니다</translation>
    </message>
    <message>
        <source>a GRU</source>
        <translation>GRU 층</translation>
    </message>
    <message>
        <source>a plain RNN</source>
        <translation>일반 RNN 층</translation>
    </message>
    <message>
        <source>a convolutional LSTM</source>
        <translation>합성곱 LSTM 층</translation>
    </message>
    <message>
        <source>nested too deeply</source>
        <translation>중첩이 너무 깊습니다</translation>
    </message>
    <message>
        <source>not a JSON object</source>
        <translation>JSON 객체가 아닙니다</translation>
    </message>
    <message>
        <source>more than {most} layers</source>
        <translation>층이 {most}개를 넘습니다</translation>
    </message>
    <message>
        <source>it is {other}</source>
        <translation>{other}입니다</translation>
    </message>
    <message>
        <source>it reads its sequence backwards (go_backwards), which nn.LSTM does not do. Open the sequence reversed in time</source>
        <translation>시퀀스를 거꾸로 읽는데(go_backwards) nn.LSTM만으로는 지원하지 않습니다. 시간을 뒤집은 시퀀스를 여세요</translation>
    </message>
    <message>
        <source>the file does not give its settings: tanh and sigmoid, the defaults since Keras 2.3, are assumed</source>
        <translation>설정이 파일에 없습니다. Keras 2.3부터의 기본값인 tanh와 sigmoid로 가정합니다</translation>
    </message>
    <message>
        <source>the file does not give its settings: tanh and sigmoid, the defaults since Keras 2.3, and the forward direction are assumed</source>
        <translation>설정이 파일에 없습니다. Keras 2.3부터의 기본값인 tanh와 sigmoid, 그리고 정방향으로 가정합니다</translation>
    </message>
    <message>
        <source>its configuration leaves recurrent_activation at Keras&apos;s default, sigmoid since Keras 2.3</source>
        <translation>설정에 recurrent_activation이 없어 Keras의 기본값(2.3부터 sigmoid)을 따릅니다</translation>
    </message>
    <message>
        <source>judging by its name, it reads its sequence backwards, which nn.LSTM does not do. Open the sequence reversed in time</source>
        <translation>이름으로 보아 시퀀스를 거꾸로 읽는데, nn.LSTM만으로는 지원하지 않습니다. 시간을 뒤집은 시퀀스를 여세요</translation>
    </message>
    <message>
        <source>its cell is {cell}, not LSTMCell</source>
        <translation>셀이 LSTMCell이 아니라 {cell}입니다</translation>
    </message>
    <message>
        <source>its {key} is {given}; nn.LSTM&apos;s is {wanted}. Continue training it with {wanted}</source>
        <translation>{key} 값이 {given}인데 nn.LSTM에서는 {wanted}입니다. {wanted} 설정으로 이어서 학습하세요</translation>
    </message>
    <message>
        <source>it applies dropout to its state (recurrent_dropout {rate}), which nn.LSTM does not do</source>
        <translation>상태에 드롭아웃을 적용하는데(recurrent_dropout {rate}) nn.LSTM은 그렇게 하지 않습니다</translation>
    </message>
    <message>
        <source>its input dropout of {rate} in training is ignored</source>
        <translation>학습할 때 입력에 적용하는 드롭아웃 {rate}은(는) 빼고 읽습니다</translation>
    </message>
    <message>
        <source>its {key} is {kind}, whose configuration is not an LSTM&apos;s</source>
        <translation>{key}이(가) {kind}이며, 그 설정은 LSTM의 설정이 아닙니다</translation>
    </message>
    <message>
        <source>its {key} reads the sequence in the wrong direction</source>
        <translation>{key}이(가) 시퀀스를 반대 방향으로 읽습니다</translation>
    </message>
    <message>
        <source>its directions are merged by {mode}, but nn.LSTM concatenates them</source>
        <translation>두 방향을 {mode} 방식으로 합칩니다. nn.LSTM은 나란히 이어 붙입니다</translation>
    </message>
    <message>
        <source>its layer in the configuration is not clear</source>
        <translation>설정의 어느 층인지 분명하지 않습니다</translation>
    </message>
    <message>
        <source>it is {size} and unpacks to {needed}. Save less of it, or save it uncompressed, as .npy or .safetensors</source>
        <translation>크기는 {size}인데 풀면 {needed}입니다. 내용을 줄여 저장하거나, 압축하지 않은 .npy나 .safetensors로 저장하세요</translation>
    </message>
    <message>
        <source>it needs {needed} of memory, but only {there} is free. Close other programs, or use a smaller file</source>
        <translation>메모리가 {needed} 필요한데 {there} 남아 있습니다. 다른 프로그램을 닫거나 더 작은 파일을 쓰세요</translation>
    </message>
    <message>
        <source>more than a million TB</source>
        <translation>100만 TB 초과</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count}바이트</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>{path}에 저장했습니다</translation>
    </message>
    <message>
        <source>; without the readout, because the checkpoint has no Linear layer for it</source>
        <translation>. 넣을 Linear 층이 없어 출력층은 빠졌습니다</translation>
    </message>
    <message>
        <source>; without {names}, which the format cannot store</source>
        <translation>. 이 형식에 담을 수 없어 빠진 텐서: {names}</translation>
    </message>
    <message>
        <source>{count} LSTM ({names})</source>
        <translation>LSTM {count}개({names})</translation>
    </message>
    <message>
        <source>its tensors are not named as in a PyTorch module</source>
        <translation>텐서의 이름이 PyTorch 모듈의 것이 아닙니다</translation>
    </message>
    <message>
        <source>its LSTM {label} now has different sizes. Save only the model</source>
        <translation>LSTM {label}의 크기가 바뀌었습니다. 모델만 따로 저장하세요</translation>
    </message>
    <message>
        <source>it no longer has an LSTM named {lstm}. Save only the model</source>
        <translation>이름이 {lstm}인 LSTM이 이제 없습니다. 모델만 따로 저장하세요</translation>
    </message>
    <message>
        <source>{error}. Undo the edit or save only the model</source>
        <translation>{error}. 편집을 되돌리거나 모델만 따로 저장하세요</translation>
    </message>
    <message>
        <source>weight norm computes {name} from g and v. Undo the edit, or save only the model</source>
        <translation>그 파일에서 {name}은(는) g와 v로 계산됩니다. 편집을 되돌리거나 모델만 따로 저장하세요</translation>
    </message>
    <message>
        <source>Saved {path}: no tensor differs from the checkpoint</source>
        <translation>{path}에 저장했습니다. 체크포인트와 다른 텐서가 없습니다</translation>
    </message>
    <message>
        <source>Saved {path}: 1 tensor differs from the checkpoint</source>
        <translation>{path}에 저장했습니다. 텐서 1개가 체크포인트와 다릅니다</translation>
    </message>
    <message>
        <source>Saved {path}: {count} tensors differ from the checkpoint</source>
        <translation>{path}에 저장했습니다. 텐서 {count}개가 체크포인트와 다릅니다</translation>
    </message>
    <message>
        <source>; 1 edited value was rounded to {dtype}</source>
        <translation>. 편집한 값 1개를 {dtype}에 맞게 반올림했습니다</translation>
    </message>
    <message>
        <source>; {count} edited values were rounded to {dtype}</source>
        <translation>. 편집한 값 {count}개를 {dtype}에 맞게 반올림했습니다</translation>
    </message>
    <message>
        <source>it was truncated while it was being copied</source>
        <translation>복사하는 중에 파일이 끊겼습니다</translation>
    </message>
    <message>
        <source>it holds Python objects, which could run arbitrary code. Save plain numbers</source>
        <translation>임의의 코드를 실행할 수 있는 Python 객체가 들어 있습니다. 숫자만 저장하세요</translation>
    </message>
    <message>
        <source>token ids as one-hot vectors</source>
        <translation>토큰 id를 원-핫 벡터로 읽었습니다</translation>
    </message>
    <message>
        <source>its token ids need an embedding. Open the checkpoint that has it</source>
        <translation>토큰 id에는 임베딩이 필요합니다. 임베딩이 있는 체크포인트를 여세요</translation>
    </message>
    <message>
        <source>token ids as rows of {name}</source>
        <translation>토큰 id를 {name}의 행으로 읽었습니다</translation>
    </message>
    <message>
        <source>id {id} at {place} is too large for a one-hot vector of length {rows}. Use ids from 0 to {last}</source>
        <translation>{place}의 id {id} 값이 너무 커서 숫자 {rows}개의 원-핫 벡터로 쓸 수 없습니다. 0~{last} 범위의 id로 고치세요</translation>
    </message>
    <message>
        <source>id {id} at {place} is too large: {what} has {rows} rows. Use ids from 0 to {last}</source>
        <translation>{place}의 id {id} 값이 너무 큽니다. {what}에는 행이 {rows}개 있습니다. 0~{last} 범위의 id로 고치세요</translation>
    </message>
    <message>
        <source>{place} is {token}. Give token ids, whole numbers from 0 to {most:,}</source>
        <translation>{place}의 값 {token}은(는) 토큰 id가 아닙니다. 0~{most:,} 범위의 정수로 고치세요</translation>
    </message>
    <message>
        <source>it is damaged or truncated. Save it again</source>
        <translation>파일이 손상되었거나 잘렸습니다. 다시 저장하세요</translation>
    </message>
    <message>
        <source>it holds {dtype}. Save it as float32, float64, integers or booleans</source>
        <translation>{dtype} 값이 들어 있습니다. float32, float64, 정수나 불리언으로 저장하세요</translation>
    </message>
    <message>
        <source>its shape is {shape}: 2 axes (T, I) or 3 axes (T, B, I) are needed. Reshape it</source>
        <translation>형상이 {shape}입니다. 축이 2개 (T, I) 또는 3개 (T, B, I) 필요하니 reshape 하세요</translation>
    </message>
    <message>
        <source>it is empty: shape {shape}</source>
        <translation>형상이 {shape}(이)라 아무것도 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>it holds whole numbers beyond 2^53. Save them as float64</source>
        <translation>2^53을 넘는 정수가 들어 있습니다. float64로 저장하세요</translation>
    </message>
    <message>
        <source>it has {count} arrays. Save only the arrays of one LSTM</source>
        <translation>배열이 {count}개 있습니다. LSTM 하나의 배열만 저장하세요</translation>
    </message>
    <message>
        <source>it is damaged or not an .npz file. Save it again with numpy.savez</source>
        <translation>파일이 손상되었거나 .npz가 아닙니다. numpy.savez로 다시 저장하세요</translation>
    </message>
    <message>
        <source>it contains no arrays</source>
        <translation>배열이 없습니다</translation>
    </message>
    <message>
        <source>its array {name} holds {dtype}. Save plain numbers</source>
        <translation>{name} 배열에 {dtype} 값이 들어 있습니다. 숫자만 저장하세요</translation>
    </message>
    <message>
        <source>its array {name} has shape {shape}: 2 or 3 axes are needed</source>
        <translation>{name} 배열의 형상이 {shape}입니다. 축이 2개나 3개 필요합니다</translation>
    </message>
    <message>
        <source>its array {name} holds whole numbers beyond 2^53. Save them as float64</source>
        <translation>{name} 배열에 2^53을 넘는 정수가 들어 있습니다. float64로 저장하세요</translation>
    </message>
    <message>
        <source>it is a {holds}, not LSTM values. Save what the other code computed as .npz, .npy or .csv</source>
        <translation>LSTM의 값이 아니라 {holds}입니다. 다른 코드가 계산한 값을 .npz, .npy나 .csv로 주세요</translation>
    </message>
    <message>
        <source>it is a GRU</source>
        <translation>GRU 층입니다</translation>
    </message>
    <message>
        <source>it is a plain RNN</source>
        <translation>일반 RNN 층입니다</translation>
    </message>
    <message>
        <source>its weights are quantised. Export the model before quantisation</source>
        <translation>가중치가 양자화되어 있습니다. 양자화하기 전의 모델을 내보내세요</translation>
    </message>
    <message>
        <source>{error}. Export it again</source>
        <translation>{error}. 새로 내보내세요</translation>
    </message>
    <message>
        <source>it is larger than 2 GB, which ONNX allows only with the weights in a second file</source>
        <translation>2GB보다 큽니다. ONNX에서 이런 크기는 모델 옆의 별도 파일에만 허용됩니다</translation>
    </message>
    <message>
        <source>it is damaged. Download or export it again</source>
        <translation>파일이 손상되었습니다. 다시 내려받거나 다시 내보내세요</translation>
    </message>
    <message>
        <source>it is not an ONNX model. Download or export it again</source>
        <translation>ONNX 모델이 아닙니다. 다시 내려받거나 다시 내보내세요</translation>
    </message>
    <message>
        <source>its layers are the nodes {names}</source>
        <translation>층을 이루는 노드: {names}</translation>
    </message>
    <message>
        <source>no LSTM node uses these weights; the names imply torch&apos;s gate order, i f g o</source>
        <translation>가중치를 읽는 LSTM 노드가 없습니다. 이름으로 보아 torch의 순서 i f g o입니다</translation>
    </message>
    <message>
        <source>is computed from invalid axes or an invalid shape</source>
        <translation>축이나 형상이 아닌 값에서 계산됩니다</translation>
    </message>
    <message>
        <source>is given only when the model runs</source>
        <translation>모델을 실행할 때 주어집니다</translation>
    </message>
    <message>
        <source>is computed by {operator} only when the model runs</source>
        <translation>모델을 실행할 때 {operator} 연산으로 계산됩니다</translation>
    </message>
    <message>
        <source>takes more than {most} steps to compute</source>
        <translation>{most}단계가 넘게 계산됩니다</translation>
    </message>
    <message>
        <source>is computed by a malformed {operator}</source>
        <translation>형식이 잘못된 {operator} 연산으로 계산됩니다</translation>
    </message>
    <message>
        <source>is computed from constants repeated too many times</source>
        <translation>상수를 지나치게 여러 번 반복해서 계산됩니다</translation>
    </message>
    <message>
        <source>is a constant of an unsupported kind</source>
        <translation>다른 종류의 상수입니다</translation>
    </message>
    <message>
        <source>is cast to an unsupported type</source>
        <translation>읽지 않는 형식으로 변환됩니다</translation>
    </message>
    <message>
        <source>is computed from too many nodes</source>
        <translation>너무 많은 부분에서 계산됩니다</translation>
    </message>
    <message>
        <source>uses Reshape without a shape</source>
        <translation>형상 없이 계산됩니다</translation>
    </message>
    <message>
        <source>uses Slice without bounds</source>
        <translation>범위 없이 계산됩니다</translation>
    </message>
    <message>
        <source>its graph is nested more than {most} levels deep</source>
        <translation>그래프의 중첩이 {most}단계를 넘습니다</translation>
    </message>
    <message>
        <source>its graph expands to more than {most} nodes</source>
        <translation>그래프를 펼치면 노드가 {most}개를 넘습니다</translation>
    </message>
    <message>
        <source>a name in its graph is not UTF-8</source>
        <translation>그래프에 텍스트가 아닌 이름이 있습니다</translation>
    </message>
    <message>
        <source>ONNX&apos;s gate order i o f c is read as i f g o</source>
        <translation>ONNX의 게이트 i o f c를 i f g o로 읽습니다</translation>
    </message>
    <message>
        <source>it reads its sequence backwards, which nn.LSTM does not do. Open the sequence reversed in time</source>
        <translation>시퀀스를 거꾸로 읽는데 nn.LSTM만으로는 지원하지 않습니다. 시간을 뒤집은 시퀀스를 여세요</translation>
    </message>
    <message>
        <source>its sequences are batch first (layout 1)</source>
        <translation>시퀀스의 첫 축이 배치입니다 (layout 1)</translation>
    </message>
    <message>
        <source>its {name} is not read: the states start at zero</source>
        <translation>{name}은(는) 읽지 않습니다. 상태는 0에서 시작합니다</translation>
    </message>
    <message>
        <source>it has peepholes (P), which nn.LSTM does not have</source>
        <translation>nn.LSTM에 없는 핍홀(P)이 있습니다</translation>
    </message>
    <message>
        <source>it clips the inputs of its gates (clip), which nn.LSTM does not do</source>
        <translation>게이트에 들어가는 값을 클리핑하는데(clip) nn.LSTM에는 없는 기능입니다</translation>
    </message>
    <message>
        <source>it couples i and f (input_forget), which nn.LSTM does not do</source>
        <translation>i와 f를 묶는데(input_forget) nn.LSTM은 그렇게 하지 않습니다</translation>
    </message>
    <message>
        <source>its direction is {direction}</source>
        <translation>방향이 {direction}입니다</translation>
    </message>
    <message>
        <source>it has no {key}</source>
        <translation>{key} 항목이 없습니다</translation>
    </message>
    <message>
        <source>its layout is {layout}</source>
        <translation>layout 값이 {layout}입니다</translation>
    </message>
    <message>
        <source>its {key} {error}, but weights must be constants</source>
        <translation>{key}: {error}. 상수인 가중치만 읽습니다</translation>
    </message>
    <message>
        <source>its activations are {names}; nn.LSTM&apos;s are Sigmoid, Tanh, Tanh</source>
        <translation>활성화 함수가 {names}입니다. nn.LSTM에서는 Sigmoid, Tanh, Tanh입니다</translation>
    </message>
    <message>
        <source>its {key} has shape {shape}, but its direction and hidden_size need {fitting}</source>
        <translation>{key}의 형상이 {shape}인데 방향과 hidden_size에는 {fitting} 형상이어야 맞습니다</translation>
    </message>
    <message>
        <source>Save the model as one file, or keep its data file next to it</source>
        <translation>모델을 파일 하나로 저장하거나 데이터를 그 옆에 두세요</translation>
    </message>
    <message>
        <source>of ONNX type {data_type}</source>
        <translation>ONNX 형식 {data_type}</translation>
    </message>
    <message>
        <source>tensor {name}</source>
        <translation>텐서 {name}</translation>
    </message>
    <message>
        <source>{where} has a negative size: {shape}</source>
        <translation>{where}의 크기가 음수입니다: {shape}</translation>
    </message>
    <message>
        <source>{where} {shape} {dtype} has the wrong number of values for its shape. Download or save it again</source>
        <translation>{where} {shape} {dtype}에 형상에 맞는 개수의 값이 없습니다. 다시 내려받거나 다시 저장하세요</translation>
    </message>
    <message>
        <source>is {dtype}</source>
        <translation>{dtype}입니다</translation>
    </message>
    <message>
        <source>it is truncated. Download or save it again</source>
        <translation>파일이 잘렸습니다. 다시 내려받거나 다시 저장하세요</translation>
    </message>
    <message>
        <source>{where} should be in {location}, which is not a file. {advice}</source>
        <translation>{where}의 값이 있어야 할 {location}은(는) 파일이 아닙니다. {advice}</translation>
    </message>
    <message>
        <source>{where} {shape} {dtype} does not match its data in {location}. Download or save both files again</source>
        <translation>{where} {shape} {dtype}이(가) {location} 안의 자리와 크기가 맞지 않습니다. 두 파일을 다시 내려받거나 다시 저장하세요</translation>
    </message>
    <message>
        <source>{where} should be in {location}, which is not in the model&apos;s own folder. {advice}</source>
        <translation>{where} 데이터가 {location}에 있다고 되어 있는데, 모델 폴더 밖입니다. {advice}</translation>
    </message>
    <message>
        <source>an unnamed file</source>
        <translation>(파일 없음)</translation>
    </message>
    <message>
        <source>it contains no numbers</source>
        <translation>숫자가 없습니다</translation>
    </message>
    <message>
        <source>column {name}, row {row} is empty or not a finite float64 number. Correct it, or leave the column out</source>
        <translation>{name} 열 {row}행이 비어 있거나 float64의 유한한 수가 아닙니다. 고치거나 그 열을 빼세요</translation>
    </message>
    <message>
        <source>two of its columns are called {name}. Rename one</source>
        <translation>이름이 {name}인 열이 둘 있습니다. 하나의 이름을 바꾸세요</translation>
    </message>
    <message>
        <source>it is damaged: its columns do not have the number of rows that it declares</source>
        <translation>파일이 손상되었습니다. 열의 행 수가 적혀 있는 것과 다릅니다</translation>
    </message>
    <message>
        <source>it is damaged. {todo}</source>
        <translation>파일이 손상되었습니다. {todo}</translation>
    </message>
    <message>
        <source>Save it again</source>
        <translation>다시 저장하세요</translation>
    </message>
    <message>
        <source>its column {name} holds text, not numbers. Leave it out</source>
        <translation>{name} 열에는 숫자가 아니라 텍스트가 있습니다. 이 열을 빼세요</translation>
    </message>
    <message>
        <source>its column {name} is nested ({kind}). Save its numbers in separate columns</source>
        <translation>{name} 열이 중첩되어 있습니다({kind}). 값을 각각의 열로 저장하세요</translation>
    </message>
    <message>
        <source>its column {name} holds {kind}, not plain numbers. Save it as float64</source>
        <translation>{name} 열에는 숫자가 아니라 {kind}이(가) 있습니다. float64로 저장하세요</translation>
    </message>
    <message>
        <source>its column {name} has {word}, which is not one of {words}</source>
        <translation>{name} 열에 {word} 값이 있는데 {words} 중 하나여야 합니다</translation>
    </message>
    <message>
        <source>it has no column {column}: its {width} columns are counted from 0</source>
        <translation>{column}번 열이 없습니다. 열 {width}개를 0부터 셉니다</translation>
    </message>
    <message>
        <source>it has {width:,} columns, and at most {most:,} can be listed. Save only the model&apos;s columns, as .npy</source>
        <translation>열이 {width:,}개인데 {most:,}개까지만 고를 수 있습니다. 모델이 읽는 열만 .npy로 저장하세요</translation>
    </message>
    <message>
        <source>{count} of its columns are called {name}. Use their numbers: {places}</source>
        <translation>이름이 {name}인 열이 {count}개 있습니다. 번호로 고르세요: {places}</translation>
    </message>
    <message>
        <source>it has no column {name}. Choose from {names}</source>
        <translation>이름이 {name}인 열이 없습니다. 다음 중에서 고르세요: {names}</translation>
    </message>
    <message>
        <source>it is truncated in {name}. Download or save it again</source>
        <translation>{name} 안에서 파일이 잘렸습니다. 다시 내려받거나 다시 저장하세요</translation>
    </message>
    <message>
        <source>it is truncated in its header. {advice}</source>
        <translation>헤더 안에서 파일이 잘렸습니다. {advice}</translation>
    </message>
    <message>
        <source>its header has {length} bytes; at most {most} are allowed</source>
        <translation>헤더가 {length}바이트인데 {most}바이트까지만 허용됩니다</translation>
    </message>
    <message>
        <source>overlaps another tensor</source>
        <translation>다른 텐서와 겹칩니다</translation>
    </message>
    <message>
        <source>follows a gap</source>
        <translation>빈틈 뒤에 있습니다</translation>
    </message>
    <message>
        <source>tensor {name} {fault} at byte {begin}. {advice}</source>
        <translation>텐서 {name}, 바이트 {begin}: {fault}. {advice}</translation>
    </message>
    <message>
        <source>its tensors end at byte {end}, but the file ends at {size}. {advice}</source>
        <translation>텐서는 바이트 {end}에서 끝나는데 파일은 {size}에서 끝납니다. {advice}</translation>
    </message>
    <message>
        <source>its header is not safetensors JSON. {advice}</source>
        <translation>헤더가 safetensors의 JSON이 아닙니다. {advice}</translation>
    </message>
    <message>
        <source>its header is not a JSON object. {advice}</source>
        <translation>헤더가 JSON 객체가 아닙니다. {advice}</translation>
    </message>
    <message>
        <source>it has {count} tensors; at most {most} are allowed</source>
        <translation>텐서가 {count}개인데 {most}개까지만 허용됩니다</translation>
    </message>
    <message>
        <source>tensor {name} {shape} {dtype} does not fit its data_offsets, {begin} to {end}. {advice}</source>
        <translation>텐서 {name} {shape} {dtype}: 바이트 {begin}~{end} 자리와 크기가 맞지 않습니다. {advice}</translation>
    </message>
    <message>
        <source>the header&apos;s entry for {name} is malformed. {advice}</source>
        <translation>헤더의 {name} 항목 형식이 잘못되었습니다. {advice}</translation>
    </message>
    <message>
        <source>nn.LSTM cannot hold values or cut connections. Release them first</source>
        <translation>nn.LSTM은 게이트를 고정하거나 연결을 끊을 수 없습니다. 먼저 고정을 해제하세요</translation>
    </message>
    <message>
        <source>its values take {size}, but a script can hold at most {most}. Export the model, and save the sequence next to it</source>
        <translation>값이 {size}인데 스크립트는 {most}까지입니다. 모델을 내보내고 시퀀스를 그 옆에 저장하세요</translation>
    </message>
    <message>
        <source>it is text, not numbers. Open a .npy, .npz or .csv</source>
        <translation>숫자가 아니라 텍스트입니다. .npy, .npz나 .csv를 여세요</translation>
    </message>
    <message>
        <source>it is a {holds}, not a sequence. Open a .npy, .npz or .csv</source>
        <translation>시퀀스가 아니라 {holds}입니다. .npy, .npz나 .csv를 여세요</translation>
    </message>
    <message>
        <source>it holds several arrays</source>
        <translation>배열이 여러 개 있습니다</translation>
    </message>
    <message>
        <source>it has no array {name}</source>
        <translation>이름이 {name}인 배열이 없습니다</translation>
    </message>
    <message>
        <source>{why}. Choose one of {names}{more}</source>
        <translation>{why}. 다음 중 하나를 고르세요: {names}{more}</translation>
    </message>
    <message>
        <source>1 column</source>
        <translation>열 1개</translation>
    </message>
    <message>
        <source>{width} columns</source>
        <translation>열 {width}개</translation>
    </message>
    <message>
        <source> (its shape is {shape})</source>
        <translation> (형상 {shape})</translation>
    </message>
    <message>
        <source>Remove {difference} of them</source>
        <translation>{difference}개를 지우거나</translation>
    </message>
    <message>
        <source>Add {difference}</source>
        <translation>{difference}개를 더하거나</translation>
    </message>
    <message>
        <source>{path} does not fit the model: it has {has}, but the model&apos;s input_size is {input_size}. {todo}, or open a model with input_size {width}</source>
        <translation>{path} 파일이 모델에 맞지 않습니다. {has}인데 모델의 input_size는 {input_size}입니다. {todo} input_size가 {width}인 모델을 여세요</translation>
    </message>
    <message>
        <source>its shape is {shape}: with several files, each must be one batch row, (T, I). Open this file on its own</source>
        <translation>형상이 {shape}입니다. 파일이 여러 개면 각각이 배치의 한 행 (T, I)이어야 합니다. 이 파일만 따로 여세요</translation>
    </message>
    <message>
        <source>its {count} columns ({names}) do not match the {wanted_count} in {other} ({wanted}): all files in a batch need the same columns</source>
        <translation>열 {count}개({names})이(가) {other}의 {wanted_count}개({wanted})과(와) 다릅니다. 한 배치의 파일은 모두 열이 같아야 합니다</translation>
    </message>
    <message>
        <source>it does not give the source of its trace. Remove it, or export the trace again</source>
        <translation>트레이스를 무엇으로 만들었는지 적혀 있지 않습니다. 이 파일을 지우거나 트레이스를 다시 내보내세요</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>it was not saved by PyTorch. Save the weights with the program that made it, as .safetensors or .npz</source>
        <translation>PyTorch가 저장한 파일이 아닙니다. 이 파일을 저장한 프로그램에서 가중치를 .safetensors나 .npz로 저장하세요</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>시퀀스</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>작업 파일</translation>
    </message>
    <message>
        <source>lesson</source>
        <translation>레슨</translation>
    </message>
    <message>
        <source>it holds gradients, which are neither weights nor a trace. Open the model that they belong to</source>
        <translation>기울기 파일입니다. 가중치도 트레이스도 아니므로, 이 기울기를 구한 모델을 여세요</translation>
    </message>
    <message>
        <source>Core ML models are not supported. Open the original PyTorch, Keras or ONNX model</source>
        <translation>Core ML 모델은 읽지 않습니다. 변환하기 전의 PyTorch, Keras 또는 ONNX 모델을 여세요</translation>
    </message>
    <message>
        <source>thinc and spaCy models are not supported. Save the state_dict() of the PyTorch model in its shims[0]</source>
        <translation>thinc나 spaCy 모델은 읽지 않습니다. shims[0]에 있는 PyTorch 모델의 state_dict()를 저장하세요</translation>
    </message>
    <message>
        <source>Gatestep opens {others} and {last}</source>
        <translation>Gatestep이 여는 형식은 {others}, {last}입니다</translation>
    </message>
    <message>
        <source>spreadsheets are not supported. Save as CSV</source>
        <translation>스프레드시트는 읽지 않습니다. CSV로 저장하세요</translation>
    </message>
    <message>
        <source>it is empty. Download or save it again</source>
        <translation>파일이 비어 있습니다. 다시 내려받거나 다시 저장하세요</translation>
    </message>
    <message>
        <source>its format is not known. {advice}</source>
        <translation>알 수 없는 형식입니다. {advice}</translation>
    </message>
    <message>
        <source>it mixes the names of nn.LSTM and nn.LSTMCell</source>
        <translation>nn.LSTM의 이름과 nn.LSTMCell의 이름이 섞여 있습니다</translation>
    </message>
    <message>
        <source>it has {name}: peephole connections, from the cell state to the gates, are not part of nn.LSTM</source>
        <translation>{name}이(가) 있습니다. 셀 상태에서 게이트로 가는 핍홀은 nn.LSTM의 식에 없습니다</translation>
    </message>
    <message>
        <source>it has {name}: normalisation inside the cell is not part of nn.LSTMCell</source>
        <translation>{name}이(가) 있습니다. 셀 안의 정규화는 nn.LSTMCell의 식에 없습니다</translation>
    </message>
    <message>
        <source>it has weight_hr, and nn.LSTMCell has no projection</source>
        <translation>weight_hr이 있는데 nn.LSTMCell에는 투영이 없습니다</translation>
    </message>
    <message>
        <source>{shown} is {dtype}; supported types are {dtypes}</source>
        <translation>{shown}은(는) {dtype}입니다. 읽을 수 있는 자료형: {dtypes}</translation>
    </message>
    <message>
        <source>{shown} has shape {shape}, but the others need {fitting} (input_size {input_size}, hidden_size {hidden_size})</source>
        <translation>{shown}의 형상이 {shape}인데 나머지에는 {fitting} 형상이어야 맞습니다(input_size {input_size}, hidden_size {hidden_size})</translation>
    </message>
    <message>
        <source>{shown} is missing</source>
        <translation>{shown}이(가) 없습니다</translation>
    </message>
    <message>
        <source>{kind} of layer 0 is not a matrix: {shape}</source>
        <translation>0번 층의 {kind}이(가) 행렬이 아닙니다: {shape}</translation>
    </message>
    <message>
        <source>it is {other} (weight_hh is {shape})</source>
        <translation>{other}입니다 (weight_hh의 형상 {shape})</translation>
    </message>
    <message>
        <source>weight_ih {ih_shape} and weight_hh {hh_shape} of layer 0 should both have 4 × {hidden_size} rows</source>
        <translation>0번 층의 weight_ih {ih_shape}, weight_hh {hh_shape}: 둘 다 행이 4 × {hidden_size}개여야 합니다</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 및 </translation>
    </message>
    <message>
        <source>{stored} weights are mixed: all are converted to {dtype}</source>
        <translation>{stored} 가중치가 섞여 있습니다. 모두 {dtype} 형식으로 변환합니다</translation>
    </message>
    <message>
        <source>{stored} weights are converted to float32</source>
        <translation>{stored} 가중치를 float32로 변환합니다</translation>
    </message>
    <message>
        <source>{path} cannot be compared with this run: {why}</source>
        <translation>{path} 파일을 이 실행과 비교할 수 없습니다. {why}</translation>
    </message>
    <message>
        <source>it is not a trace exported by Gatestep</source>
        <translation>Gatestep이 내보낸 트레이스가 아닙니다</translation>
    </message>
    <message>
        <source>the record of how it was made is damaged ({why}). Export it again</source>
        <translation>함께 담긴 모델과 시퀀스가 손상되었습니다({why}). 다시 내보내세요</translation>
    </message>
    <message>
        <source>its model is not the one that the trace was computed with</source>
        <translation>담긴 모델이 트레이스의 모델과 다릅니다</translation>
    </message>
    <message>
        <source>{name}[{place}] is {number:g}, which does not fit into {dtype}, the type in the file</source>
        <translation>{name}[{place}] 값이 {number:g}인데 파일의 저장 형식인 {dtype}에는 담을 수 없습니다</translation>
    </message>
    <message>
        <source>it is {has}, but a text file can be at most {most}. Shorten it</source>
        <translation>크기가 {has}인데 텍스트는 {most}까지입니다. 잘라서 쓰세요</translation>
    </message>
    <message>
        <source>{place} has the byte {byte:#04x}, which is not valid UTF-8. Save it as UTF-8 text</source>
        <translation>{place}의 바이트 {byte:#04x}은(는) UTF-8이 아닙니다. UTF-8 텍스트로 저장하세요</translation>
    </message>
    <message>
        <source>it is not text: {place} is a zero byte</source>
        <translation>{place}에 0인 바이트가 있습니다. 텍스트가 아닙니다</translation>
    </message>
    <message>
        <source>it has more than {tokens:,} tokens, or more than {different:,} different ones. Shorten it</source>
        <translation>토큰이 {tokens:,}개보다 많거나 서로 다른 토큰이 {different:,}개보다 많습니다. 잘라서 쓰세요</translation>
    </message>
    <message>
        <source>line {line}, column {column}</source>
        <translation>{line}번째 줄 {column}번째 글자</translation>
    </message>
    <message>
        <source>it contains no text. Add some</source>
        <translation>읽을 것이 없습니다. 텍스트를 쓰세요</translation>
    </message>
    <message>
        <source>{name} has {size} ids</source>
        <translation>{name}: id {size}개</translation>
    </message>
    <message>
        <source>the text repeats a single token</source>
        <translation>텍스트가 한 토큰의 반복입니다</translation>
    </message>
    <message>
        <source>the text has {size} different characters</source>
        <translation>텍스트에 서로 다른 글자가 {size}개</translation>
    </message>
    <message>
        <source>the text has {size} different words</source>
        <translation>텍스트에 서로 다른 단어가 {size}개</translation>
    </message>
    <message>
        <source>{has}, but the LSTM reads {wanted}. Choose a vocabulary of {wanted} tokens</source>
        <translation>{has}인데 LSTM은 {wanted}개를 읽습니다. 토큰이 {wanted}개인 어휘를 고르세요</translation>
    </message>
    <message>
        <source>{has}, but {name} has {wanted} rows. Choose a vocabulary of {wanted} tokens or fewer</source>
        <translation>{has}인데 {name}에는 행이 {wanted}개 있습니다. 토큰이 {wanted}개 이하인 어휘를 고르세요</translation>
    </message>
    <message>
        <source>its {count:,} one-hot vectors of {size} values take too much memory. Shorten it to {most:,} tokens</source>
        <translation>수 {size}개로 된 원-핫 벡터 {count:,}개는 텍스트에 허용된 메모리를 넘습니다. 토큰 {most:,}개까지 잘라서 쓰세요</translation>
    </message>
    <message>
        <source>the text&apos;s {size} distinct tokens were sorted to assign ids; a model trained with other ids needs its own vocabulary</source>
        <translation>id는 이 텍스트에 나오는 토큰 {size}개를 정렬한 순서입니다. 다른 토큰으로 학습한 모델에는 그 어휘가 필요합니다</translation>
    </message>
    <message>
        <source>1 of {total:,} tokens is not in the vocabulary and is read as {name}</source>
        <translation>토큰 {total:,}개 중 1개가 어휘에 없어 {name} 토큰으로 읽습니다</translation>
    </message>
    <message>
        <source>{count:,} of {total:,} tokens are not in the vocabulary and are read as {name}</source>
        <translation>토큰 {total:,}개 중 {count:,}개가 어휘에 없어 {name} 토큰으로 읽습니다</translation>
    </message>
    <message>
        <source>the line break at the end is skipped: it is not in the vocabulary</source>
        <translation>끝의 줄 바꿈은 빼고 읽습니다. 어휘에 없습니다</translation>
    </message>
    <message>
        <source>{name} is {dtype} and is converted to float32</source>
        <translation>{name}의 {dtype} 값을 float32로 변환합니다</translation>
    </message>
    <message>
        <source>this LSTM did not come from a checkpoint with an embedding. Read the tokens as one-hot vectors</source>
        <translation>이 LSTM은 임베딩이 들어 있을 만한 체크포인트에서 오지 않았습니다. 토큰을 원-핫 벡터로 읽으세요</translation>
    </message>
    <message>
        <source>{place} is {token}, which is not in the vocabulary {name}. Add it there, or an &lt;unk&gt; token for unknown tokens</source>
        <translation>{place}의 {token} 토큰이 어휘 {name}에 없습니다. 어휘에 더하거나, 없는 토큰을 대신할 &lt;unk&gt; 토큰을 더하세요</translation>
    </message>
    <message>
        <source>Save model.state_dict() instead, with torch.save or as .safetensors</source>
        <translation>대신 model.state_dict()를 torch.save로, 또는 .safetensors로 저장하세요</translation>
    </message>
    <message>
        <source>Save tensor.cpu().to_dense().clone() instead</source>
        <translation>대신 tensor.cpu().to_dense().clone()을 저장하세요</translation>
    </message>
    <message>
        <source>it is a tar file, which only very old PyTorch versions wrote. Load it with torch, and save its state_dict() again</source>
        <translation>가장 오래된 PyTorch만 쓰던 tar 파일입니다. torch로 불러와 state_dict()를 다시 저장하세요</translation>
    </message>
    <message>
        <source>it was saved by joblib. Load it, and save its arrays with numpy.savez</source>
        <translation>joblib이 저장한 파일입니다. joblib으로 불러와 배열을 numpy.savez로 저장하세요</translation>
    </message>
    <message>
        <source>it is a frozen TorchScript program, whose weights have no names. {advice}</source>
        <translation>가중치에 이름이 없는, 고정된(freeze) TorchScript 프로그램입니다. {advice}</translation>
    </message>
    <message>
        <source>it holds a pickled {name}, not an LSTM with nn.LSTM&apos;s names (weight_ih_l0, …). Save the LSTM&apos;s weights, as a dict of tensors or arrays</source>
        <translation>피클로 저장된 {name}만 있고 nn.LSTM의 이름(weight_ih_l0, …)을 가진 LSTM이 없습니다. LSTM의 가중치를 텐서나 배열의 dict로 저장하세요</translation>
    </message>
    <message>
        <source>it is damaged. Download or save it again</source>
        <translation>파일이 손상되었습니다. 다시 내려받거나 다시 저장하세요</translation>
    </message>
    <message>
        <source>{where} is not a dense CPU tensor. {advice}</source>
        <translation>{where}은(는) 조밀한(dense) CPU 텐서가 아닙니다. {advice}</translation>
    </message>
    <message>
        <source>{where} is {dtype}, not a float tensor</source>
        <translation>{where}은(는) 부동소수점 텐서가 아니라 {dtype}입니다</translation>
    </message>
    <message>
        <source>{where} {shape} needs more values than the file has for it. {advice}</source>
        <translation>{where} {shape}에 파일에 있는 것보다 많은 값이 있다고 되어 있습니다. {advice}</translation>
    </message>
    <message>
        <source>it is a torch.export program (.pt2), not a state dict. Load it with torch.export.load and save its state_dict with torch.save</source>
        <translation>state_dict가 아니라 torch.export 프로그램(.pt2)입니다. torch.export.load로 불러와 state_dict를 torch.save로 저장하세요</translation>
    </message>
    <message>
        <source>it is a zip file, but not one of PyTorch&apos;s. {advice}</source>
        <translation>zip 파일이지만 PyTorch의 것이 아닙니다. {advice}</translation>
    </message>
    <message>
        <source>it has too many entries for a state dict</source>
        <translation>state dict치고는 항목이 너무 많습니다</translation>
    </message>
    <message>
        <source>its record {name} is compressed, which torch.save never does. {advice}</source>
        <translation>{name} 레코드가 압축되어 있습니다. torch.save는 압축하지 않습니다. {advice}</translation>
    </message>
    <message>
        <source>it is a quantised LSTM, whose weights are integers. Save the model before quantisation</source>
        <translation>양자화된 LSTM이라 가중치가 정수입니다. 양자화하기 전의 모델을 저장하세요</translation>
    </message>
    <message>
        <source>it is an LSTM prepared for quantisation. Save the model before prepare()</source>
        <translation>양자화를 준비한 LSTM입니다. prepare를 적용하기 전의 모델을 저장하세요</translation>
    </message>
    <message>
        <source>it is nested too deeply, or too large, for a state dict</source>
        <translation>state dict치고는 중첩이 너무 깊거나 너무 큽니다</translation>
    </message>
    <message>
        <source>two tensors in it are named {name}</source>
        <translation>이름이 {name}인 텐서가 둘 있습니다</translation>
    </message>
    <message>
        <source>{name} does not fit the shape of known_l{lane} and the units</source>
        <translation>{name}의 형상이 known_l{lane} 및 유닛과 다릅니다</translation>
    </message>
    <message>
        <source>it contains no trace values</source>
        <translation>트레이스의 값이 없습니다</translation>
    </message>
    <message>
        <source>{entry} is not valid JSON</source>
        <translation>{entry}은(는) JSON이 아닙니다</translation>
    </message>
    <message>
        <source>{name} does not have the shape of {known}</source>
        <translation>{name}의 형상이 {known}과(와) 다릅니다</translation>
    </message>
    <message>
        <source>{entry} does not say which timesteps and units it has</source>
        <translation>{entry}에 어떤 시점과 유닛이 있는지 나와 있지 않습니다</translation>
    </message>
    <message>
        <source>it is not a complete trace ({what}). Export the trace again</source>
        <translation>온전한 트레이스가 아닙니다. {what}. 트레이스를 다시 내보내세요</translation>
    </message>
    <message>
        <source>there is no quantity {quantity!r}. Choose from {names}</source>
        <translation>{quantity!r}은(는) 없는 값입니다. 다음 중에서 고르세요: {names}</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>{name}: hidden</source>
        <translation>{name}: 숨김</translation>
    </message>
    <message>
        <source>{name}: not computed yet</source>
        <translation>{name}: 아직 계산 전</translation>
    </message>
    <message>
        <source>{said} · {shut} closed, {open} open over {steps:,} timesteps</source>
        <translation>{said} · {steps:,}시점 중 닫힘 {shut}, 열림 {open}</translation>
    </message>
    <message>
        <source>{said} · mean {mean} ± {deviation} over {steps:,} timesteps</source>
        <translation>{said} · {steps:,}시점의 평균 {mean} ± {deviation}</translation>
    </message>
    <message>
        <source>Click to reverse the order.</source>
        <translation>클릭하면 순서를 뒤집습니다.</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>유닛</translation>
    </message>
    <message>
        <source>Unit number. Click to sort by it.</source>
        <translation>유닛 번호입니다. 클릭하면 번호순으로 정렬합니다.</translation>
    </message>
    <message>
        <source>Unit shown in the diagram</source>
        <translation>구조도에 표시할 유닛</translation>
    </message>
    <message>
        <source>The unit whose values the boxes show</source>
        <translation>상자에 값을 표시할 유닛입니다</translation>
    </message>
    <message>
        <source>there is no {kind} {number}. Choose 0 to {last}</source>
        <translation>{kind} {number}은(는) 없습니다. 0~{last}에서 고르세요</translation>
    </message>
    <message>
        <source>nothing is chosen. Choose at least one quantity, layer and unit</source>
        <translation>고른 것이 없습니다. 값, 층, 유닛을 적어도 하나씩 고르세요</translation>
    </message>
    <message>
        <source>timesteps {start} to {last} are out of range. Choose 0 to {end}</source>
        <translation>시점 {start}~{last}은(는) 없습니다. 0~{end}에서 고르세요</translation>
    </message>
    <message>
        <source>the chosen quantities have none of the chosen units. Choose others</source>
        <translation>고른 값에 고른 유닛이 하나도 없습니다. 다른 것을 고르세요</translation>
    </message>
    <message>
        <source>it has no column {name}</source>
        <translation>이름이 {name}인 열이 없습니다</translation>
    </message>
    <message>
        <source>its column {name} has a value that is not a whole number</source>
        <translation>{name} 열에 정수가 아닌 값이 있습니다</translation>
    </message>
    <message>
        <source>it is not UTF-8 text. Export the trace again</source>
        <translation>UTF-8 텍스트가 아닙니다. 트레이스를 다시 내보내세요</translation>
    </message>
    <message>
        <source>it is not a valid CSV file ({error}). Export the trace again</source>
        <translation>CSV가 아닙니다({error}). 트레이스를 다시 내보내세요</translation>
    </message>
    <message>
        <source>after {place} its columns are {columns}, but a trace needs unit,z_i,z_f,z_g,z_o,i,f,g,o,c,h or quantity,unit,value</source>
        <translation>{place} 다음의 열이 {columns}입니다. 트레이스에는 unit,z_i,z_f,z_g,z_o,i,f,g,o,c,h 또는 quantity,unit,value가 있어야 합니다</translation>
    </message>
    <message>
        <source>two of its columns have the same name. Export the trace again</source>
        <translation>두 열의 이름이 같습니다. 트레이스를 다시 내보내세요</translation>
    </message>
    <message>
        <source>has {count} columns; the header has {width}</source>
        <translation>열이 {count}개인데 머리글은 {width}개입니다</translation>
    </message>
    <message>
        <source>has {quantity!r}, which is not a quantity</source>
        <translation>{quantity!r}은(는) 없는 값입니다</translation>
    </message>
    <message>
        <source>it has a header but no numbers below it</source>
        <translation>머리글만 있고 그 아래에 숫자가 없습니다</translation>
    </message>
    <message>
        <source>has the direction {direction!r}, neither forward nor reverse</source>
        <translation>방향이 {direction!r}입니다. forward나 reverse여야 합니다</translation>
    </message>
    <message>
        <source>has {text!r} where a whole number is needed</source>
        <translation>정수가 있어야 할 곳에 {text!r} 값이 있습니다</translation>
    </message>
    <message>
        <source>has {text!r}, which is not a number</source>
        <translation>{text!r}은(는) 숫자가 아닙니다</translation>
    </message>
    <message>
        <source>row {number} {why}. Correct it, or export the trace again</source>
        <translation>{number}행: {why}. 고치거나 트레이스를 다시 내보내세요</translation>
    </message>
    <message>
        <source>it is {has}, but a vocabulary can be at most {most}</source>
        <translation>파일 크기가 {has}인데 어휘 파일은 {most}까지만 읽습니다</translation>
    </message>
    <message>
        <source>it contains no tokens. Write one per line</source>
        <translation>토큰이 없습니다. 한 줄에 하나씩 쓰세요</translation>
    </message>
    <message>
        <source>it has {has:,} tokens; at most {most:,} are allowed</source>
        <translation>토큰이 {has:,}개인데 {most:,}개까지만 허용됩니다</translation>
    </message>
    <message>
        <source>line {line} is empty. Remove it, or use JSON for line-break tokens</source>
        <translation>{line}번째 줄이 비어 있습니다. 지우세요. 줄 바꿈이 토큰이면 JSON으로 쓰세요</translation>
    </message>
    <message>
        <source>line {line} is {token}, the same as line {first}. Remove one of them</source>
        <translation>{line}번째 줄의 {token}이(가) {first}번째 줄에도 있습니다. 하나를 지우세요</translation>
    </message>
    <message>
        <source>it is nested too deeply, or too large, for a vocabulary</source>
        <translation>어휘치고는 중첩이 너무 깊거나 너무 큽니다</translation>
    </message>
    <message>
        <source>it is not valid JSON. Save it again</source>
        <translation>JSON이 아닙니다. 다시 저장하세요</translation>
    </message>
    <message>
        <source>it is neither a list of tokens nor an object {token: id}</source>
        <translation>토큰 목록도 객체 {token: id}도 아닙니다</translation>
    </message>
    <message>
        <source>entry {number} is not a token. Use a string</source>
        <translation>{number}번째 항목이 토큰이 아닙니다. 텍스트를 쓰세요</translation>
    </message>
    <message>
        <source>it has {token} twice. Remove one of them</source>
        <translation>{token}이(가) 두 번 들어 있습니다. 하나를 지우세요</translation>
    </message>
    <message>
        <source>the id of {token} is {id}, but ids are whole numbers from 0</source>
        <translation>{token}의 id가 {id}입니다. 0 이상의 정수여야 합니다</translation>
    </message>
    <message>
        <source>{one} and {other} have the same id, {id}</source>
        <translation>{one}과(와) {other}의 id가 {id}(으)로 같습니다</translation>
    </message>
    <message>
        <source>a list or an object</source>
        <translation>목록이나 객체</translation>
    </message>
    <message>
        <source>its description is malformed</source>
        <translation>설명의 형식이 잘못되었습니다</translation>
    </message>
    <message>
        <source>its labels do not fit its sequence</source>
        <translation>레이블이 시퀀스와 맞지 않습니다</translation>
    </message>
    <message>
        <source>the record of where its model came from is malformed</source>
        <translation>모델의 출처 형식이 잘못되었습니다</translation>
    </message>
    <message>
        <source>one of its parts has a malformed {key}</source>
        <translation>한 부분의 {key} 형식이 잘못되었습니다</translation>
    </message>
    <message>
        <source>it is damaged: {error}</source>
        <translation>파일이 손상되었습니다. {error}</translation>
    </message>
    <message>
        <source>it is a zip file, but not a Gatestep workspace</source>
        <translation>zip 파일이지만 Gatestep의 작업 파일이 아닙니다</translation>
    </message>
    <message>
        <source>its {entry} is too large. Use another copy</source>
        <translation>파일 안의 {entry}이(가) 너무 큽니다. 다른 사본을 쓰세요</translation>
    </message>
    <message>
        <source>it was made by a newer Gatestep (workspace format {number}; this version reads up to {known}). Install a newer version</source>
        <translation>더 새로운 Gatestep에서 만들었습니다(작업 파일 형식 {number}, 이 버전은 {known}까지 읽습니다). 새 버전을 설치하세요</translation>
    </message>
    <message>
        <source>its {name} is {dtype}, not float</source>
        <translation>파일 안의 {name}은(는) 부동소수점이 아니라 {dtype}입니다</translation>
    </message>
    <message>
        <source>its entry {name}, {shape} {dtype}, has the wrong type or size</source>
        <translation>파일 안의 {name}({shape} {dtype})이(가) 자리와 크기가 맞지 않습니다</translation>
    </message>
    <message>
        <source>its labels are too large. Open the sequence without them</source>
        <translation>레이블이 너무 깁니다. 레이블 없이 시퀀스를 여세요</translation>
    </message>
    <message>
        <source>the held {quantity} of layer {layer}</source>
        <translation>{layer}번 층의 {quantity} 고정</translation>
    </message>
    <message>
        <source>the cut in {kind} of layer {layer}</source>
        <translation>{layer}번 층의 {kind} 연결 끊기</translation>
    </message>
    <message>
        <source>{hold}: there is no layer {layer}, direction {direction}</source>
        <translation>{hold}: {layer}번 층의 방향 {direction}이(가) 없습니다</translation>
    </message>
    <message>
        <source>{hold}: timesteps {first}…{last} must be ascending and within 0…{end}</source>
        <translation>{hold}: 시점 {first}~{last}은(는) 0~{end} 안에서 작은 것부터 적어야 합니다</translation>
    </message>
    <message>
        <source>{hold}: a batch of {batch} has no row {row}</source>
        <translation>{hold}: 배치 행 {row}이(가) 없습니다(배치 행은 {batch}개)</translation>
    </message>
    <message>
        <source>{hold} cannot be held. Only these can: {quantities}</source>
        <translation>{hold}은(는) 고정할 수 없습니다. 고정할 수 있는 값: {quantities}</translation>
    </message>
    <message>
        <source>{hold}: units {units} must be ascending and within 0…{end}</source>
        <translation>{hold}: 유닛 {units}은(는) 0~{end} 안에서 작은 것부터 하나씩 적어야 합니다</translation>
    </message>
    <message>
        <source>{hold}: {value} is not a finite {dtype} number</source>
        <translation>{hold}: {value}은(는) {dtype}의 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>{cut}: only connections of weight_ih and weight_hh can be cut</source>
        <translation>{cut}: weight_ih와 weight_hh의 연결만 끊을 수 있습니다</translation>
    </message>
    <message>
        <source>{cut}: no weight {index} in shape ({rows}, {columns})</source>
        <translation>{cut}: ({rows}, {columns}) 안에 가중치 {index}이(가) 없습니다</translation>
    </message>
    <message>
        <source>PyTorch&apos;s default: uniform in ±1/√H</source>
        <translation>PyTorch 기본값: ±1/√H 균등분포</translation>
    </message>
    <message>
        <source>Xavier uniform weights, biases 0</source>
        <translation>Xavier 균등분포 가중치, 편향 0</translation>
    </message>
    <message>
        <source>Orthogonal W_hh per gate, Xavier W_ih, biases 0</source>
        <translation>게이트별 직교 W_hh, Xavier W_ih, 편향 0</translation>
    </message>
    <message>
        <source>Identity W_hh per gate, Xavier W_ih, biases 0</source>
        <translation>게이트별 단위행렬 W_hh, Xavier W_ih, 편향 0</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>모두 0</translation>
    </message>
    <message>
        <source>ONNX&apos;s</source>
        <translation>ONNX 방식</translation>
    </message>
    <message>
        <source>TensorFlow&apos;s</source>
        <translation>TensorFlow 방식</translation>
    </message>
    <message>
        <source>Caffe&apos;s</source>
        <translation>Caffe 방식</translation>
    </message>
    <message>
        <source>one scale per matrix</source>
        <translation>행렬마다 스케일 하나</translation>
    </message>
    <message>
        <source>one scale per row</source>
        <translation>행마다 스케일 하나</translation>
    </message>
    <message>
        <source>weights rounded to int8 as in torch, {scales}</source>
        <translation>가중치를 torch처럼 int8로 반올림함({scales})</translation>
    </message>
    <message>
        <source>weights rounded to int8 within ±127, {scales}</source>
        <translation>가중치를 ±127의 int8로 반올림함({scales})</translation>
    </message>
    <message>
        <source>its layers in reverse order</source>
        <translation>층을 거꾸로 쌓음</translation>
    </message>
    <message>
        <source>its layers above the first in reverse order</source>
        <translation>첫 층 위의 층을 거꾸로 쌓음</translation>
    </message>
    <message>
        <source>the forward weights used in the reverse direction too</source>
        <translation>역방향에도 정방향 가중치를 씀</translation>
    </message>
    <message>
        <source>the two directions&apos; weights swapped</source>
        <translation>두 방향의 가중치가 서로 바뀜</translation>
    </message>
    <message>
        <source>W_ih and W_hh swapped</source>
        <translation>W_ih와 W_hh가 서로 바뀜</translation>
    </message>
    <message>
        <source>W_ih and W_hh</source>
        <translation>W_ih와 W_hh</translation>
    </message>
    <message>
        <source>{who} transposed in each gate</source>
        <translation>{who}: 게이트마다 전치됨</translation>
    </message>
    <message>
        <source>{who} reshaped instead of transposed</source>
        <translation>{who}: 전치 대신 reshape함</translation>
    </message>
    <message>
        <source>cuDNN layout read as Keras</source>
        <translation>CuDNN 커널을 Keras 커널로 읽음</translation>
    </message>
    <message>
        <source>Keras layout read as cuDNN</source>
        <translation>Keras 커널을 CuDNN 커널로 읽음</translation>
    </message>
    <message>
        <source>gates in the order {order}</source>
        <translation>게이트 순서 {order}</translation>
    </message>
    <message>
        <source>gates in the order {order} ({whose})</source>
        <translation>게이트 순서 {order}({whose})</translation>
    </message>
    <message>
        <source>only the biases, in gate order {order}</source>
        <translation>편향만 게이트 순서 {order}</translation>
    </message>
    <message>
        <source>only the weights, in gate order {order}</source>
        <translation>가중치만 게이트 순서 {order}</translation>
    </message>
    <message>
        <source>its rows read unit by unit, not gate by gate</source>
        <translation>한 유닛의 게이트가 모여 있는 것으로 행을 읽음</translation>
    </message>
    <message>
        <source>its rows written unit by unit, not gate by gate</source>
        <translation>한 유닛의 게이트를 모아 행을 씀</translation>
    </message>
    <message>
        <source>both biases</source>
        <translation>두 편향</translation>
    </message>
    <message>
        <source>{who} missing</source>
        <translation>{who} 빠짐</translation>
    </message>
    <message>
        <source>{who} doubled</source>
        <translation>{who} 두 배</translation>
    </message>
    <message>
        <source>{b} in place of {other}</source>
        <translation>{other} 자리에 {b}</translation>
    </message>
    <message>
        <source>the forget gate&apos;s bias larger by 1</source>
        <translation>망각 게이트의 편향이 1 더 큼</translation>
    </message>
    <message>
        <source>the forget gate&apos;s bias reduced by 1</source>
        <translation>망각 게이트의 편향이 1 더 작음</translation>
    </message>
    <message>
        <source>weights rounded to {precision}</source>
        <translation>가중치를 {precision} 형으로 반올림함</translation>
    </message>
    <message>
        <source>{before:,} → {after:,} parameters</source>
        <translation>파라미터 {before:,} → {after:,}개</translation>
    </message>
    <message>
        <source>output width stays {width}</source>
        <translation>output 너비는 {width} 그대로</translation>
    </message>
    <message>
        <source>output width {before} → {after}</source>
        <translation>output 너비 {before} → {after}</translation>
    </message>
    <message>
        <source>weight_ih_l0 and weight_ih_l0_reverse</source>
        <translation>weight_ih_l0과 weight_ih_l0_reverse</translation>
    </message>
    <message>
        <source>{more}: adds a column to {where}, {count}; the sequence needs one more feature</source>
        <translation>{more}: {where}에 열이 하나 늘어남, {count}. 시퀀스의 너비도 같아야 함</translation>
    </message>
    <message>
        <source>gates, c and h get one more unit</source>
        <translation>게이트, c, h에 유닛이 하나 늘어남</translation>
    </message>
    <message>
        <source>gates and c get one more unit</source>
        <translation>게이트와 c에 유닛이 하나 늘어남</translation>
    </message>
    <message>
        <source>{more}: one more layer on top, {name} …, {count}; h_n and c_n go from {before} to {after} rows</source>
        <translation>{more}: 맨 위에 층이 하나 늘어남({name} …), {count}. h_n과 c_n의 행 {before} → {after}개</translation>
    </message>
    <message>
        <source>{other}: the pre-activations are {sums}, {count}</source>
        <translation>{other}: 합은 {sums}, {count}</translation>
    </message>
    <message>
        <source>it would swap the first two axes of batched inputs and outputs</source>
        <translation>배치가 있는 input과 output의 처음 두 축이 서로 바뀝니다</translation>
    </message>
    <message>
        <source>the input has no batch axis</source>
        <translation>input에 배치 축이 없습니다</translation>
    </message>
    <message>
        <source>{other}: input {shape} → {swapped}, and output likewise; h_0, c_0, h_n and c_n are never batch first</source>
        <translation>{other}: input {shape} → {swapped}, output도 마찬가지. h_0, c_0, h_n, c_n은 배치가 처음에 오지 않음</translation>
    </message>
    <message>
        <source>in train mode, every layer except the last has part of its output set to 0, and the rest divided by 1 − dropout</source>
        <translation>train 모드에서 마지막을 뺀 각 층이 위로 넘기는 값의 일부를 0으로 만들고, 나머지를 1 − dropout으로 나눕니다</translation>
    </message>
    <message>
        <source>it acts between layers, and there is only one</source>
        <translation>층 사이에 적용되는데 층이 하나뿐입니다</translation>
    </message>
    <message>
        <source>in eval mode nothing is dropped</source>
        <translation>eval 모드에서는 드롭아웃이 적용되지 않습니다</translation>
    </message>
    <message>
        <source>{what}; these masks were drawn with seed {seed}</source>
        <translation>{what}. 이 마스크는 시드 {seed}에서 뽑았습니다</translation>
    </message>
    <message>
        <source>reads forward only</source>
        <translation>정방향으로만 읽음</translation>
    </message>
    <message>
        <source>also reads from the last timestep to the first</source>
        <translation>마지막 시점에서 처음 시점으로도 나아감</translation>
    </message>
    <message>
        <source>it must be smaller than hidden_size, which is 1</source>
        <translation>hidden_size보다 작아야 하는데 hidden_size가 1입니다</translation>
    </message>
    <message>
        <source>h = W_hr m, width {size}</source>
        <translation>h = W_hr m, 너비 {size}</translation>
    </message>
    <message>
        <source>h = o ⊙ tanh(c), without weight_hr</source>
        <translation>h = o ⊙ tanh(c), weight_hr 없음</translation>
    </message>
    <message>
        <source>parameters do not fit the options: missing {missing}, unexpected {extra}</source>
        <translation>파라미터가 옵션에 맞지 않습니다: 빠진 것 {missing}, 남는 것 {extra}</translation>
    </message>
    <message>
        <source>parameters must all be float32 or all float64, got {dtypes}</source>
        <translation>파라미터는 모두 float32이거나 모두 float64여야 하는데 {dtypes}입니다</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>잡음</translation>
    </message>
    <message>
        <source>impulse</source>
        <translation>임펄스</translation>
    </message>
    <message>
        <source>step</source>
        <translation>계단</translation>
    </message>
    <message>
        <source>sine</source>
        <translation>사인파</translation>
    </message>
    <message>
        <source>square</source>
        <translation>사각파</translation>
    </message>
    <message>
        <source>adding problem</source>
        <translation>덧셈 문제</translation>
    </message>
    <message>
        <source>aⁿbⁿ</source>
        <translation>aⁿbⁿ</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>모두 0</translation>
    </message>
    <message>
        <source>it has {quantity} of {lane}, which this LSTM does not have</source>
        <translation>{lane}의 {quantity} 값이 있는데 이 LSTM에는 없습니다</translation>
    </message>
    <message>
        <source>it has {quantity} of unit {unit} at t={t} in row {row}, but this run has {units} units, {rows} rows and {steps} timesteps</source>
        <translation>t={t}, 배치 행 {row}, 유닛 {unit}의 {quantity} 값이 있는데 이 실행에는 없습니다. 이 실행: 유닛 {units}개, 배치 행 {rows}개, 시점 {steps}개</translation>
    </message>
    <message>
        <source>PyTorch&apos;s default: uniform in ±1/√hidden_size</source>
        <translation>PyTorch 기본값: ±1/√hidden_size 균등분포</translation>
    </message>
    <message>
        <source>Xavier uniform</source>
        <translation>Xavier 균등분포</translation>
    </message>
    <message>
        <source>Orthogonal</source>
        <translation>직교행렬</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>단위행렬</translation>
    </message>
    <message>
        <source>Forget bias 1: b_ih 1 and b_hh 0 in f</source>
        <translation>망각 게이트 편향 1: f의 b_ih 1, b_hh 0</translation>
    </message>
    <message>
        <source>this LSTM has no biases (bias=False), so f has none to set</source>
        <translation>이 LSTM에는 편향이 없어(bias=False) f의 편향을 정할 수 없습니다</translation>
    </message>
    <message>
        <source>{lane}, t {t}, batch {batch}, {quantity}[{unit}]</source>
        <translation>{lane}, t {t}, 배치 행 {batch}, {quantity}[{unit}]</translation>
    </message>
    <message>
        <source>Layer {layer} {direction}, t {t}, batch {batch}</source>
        <translation>{layer}번 층 {direction}, t {t}, 배치 행 {batch}</translation>
    </message>
    <message>
        <source>{where}: {quantity} of unit {unit} is {ours!r}, but its source is {expected!r} (link check).</source>
        <translation>{where}: 유닛 {unit}의 {quantity} 값은 {ours!r}인데, 원본 값은 {expected!r}입니다(연결 검사).</translation>
    </message>
    <message>
        <source>{where}: {quantity} of unit {unit} is {ours!r}, but {torch} has {expected!r}: they differ by {difference:.3g}, and the bound is {bound:.3g} ({check} in {dtype}).</source>
        <translation>{where}: 유닛 {unit}의 {quantity} 값은 {ours!r}인데 {torch}의 값은 {expected!r}입니다. 차이는 {difference:.3g}, 오차 한계는 {bound:.3g}입니다({dtype} {check}).</translation>
    </message>
    <message>
        <source>The readout at t {t}, batch {batch}: {number} is {ours!r}, but {torch} has {expected!r}, and they may differ by at most {bound:.3g} (in {dtype}).</source>
        <translation>t {t}, 배치 행 {batch}의 출력층: {number} 값은 {ours!r}인데 {torch}에서는 {expected!r}입니다. 허용 차이는 {bound:.3g}입니다({dtype}).</translation>
    </message>
    <message>
        <source>{what} is {ours!r}, but the incoming gradients add up to {expected!r} ({check}, backward pass).</source>
        <translation>{what} 값은 {ours!r}인데, 거기에 모이는 값의 합은 {expected!r}입니다(역전파 {check}).</translation>
    </message>
    <message>
        <source>{what} is {ours!r}, but its sum over all steps is {expected!r} ({check}).</source>
        <translation>{what} 값은 {ours!r}인데, 모든 단계의 합은 {expected!r}입니다({check}).</translation>
    </message>
    <message>
        <source>{what} grows by {ours!r} up to t {t}, but the recorded steps give {expected!r}; the rounding allowance is {bound:.3g} ({check} in {dtype}).</source>
        <translation>{what} 값은 t {t}까지 {ours!r}만큼 늘어나는데, 기록된 단계의 합은 {expected!r}입니다. 오차 한계는 {bound:.3g}입니다({dtype} {check}).</translation>
    </message>
    <message>
        <source>{what} is {ours!r}, but {torch} has {expected!r} ({check}, backward pass, {dtype}).</source>
        <translation>{what} 값은 {ours!r}인데 {torch}의 값은 {expected!r}입니다({dtype} 역전파 {check}).</translation>
    </message>
    <message>
        <source>{what} is {ours!r}, but {torch} has {expected!r}: they differ by {difference:.3g}, and the bound is {bound:.3g} ({check}, backward pass, {dtype}).</source>
        <translation>{what} 값은 {ours!r}인데 {torch}의 값은 {expected!r}입니다. 차이는 {difference:.3g}, 오차 한계는 {bound:.3g}입니다({dtype} 역전파 {check}).</translation>
    </message>
    <message>
        <source>The gradient of {weight}</source>
        <translation>{weight}의 기울기</translation>
    </message>
    <message>
        <source>The readout at t {t}, batch {batch}: dy[{unit}]</source>
        <translation>t {t}, 배치 행 {batch}의 출력층: dy[{unit}]</translation>
    </message>
    <message>
        <source>{where}: the gradient of {quantity}, unit {unit},</source>
        <translation>{where}: 유닛 {unit}의 {quantity} 기울기,</translation>
    </message>
    <message>
        <source>{where}: {quantity}[{unit}], the {meaning},</source>
        <translation>{where}: {quantity}[{unit}]({meaning}),</translation>
    </message>
    <message>
        <source>window check</source>
        <translation>구간 검사</translation>
    </message>
    <message>
        <source>link check</source>
        <translation>연결 검사</translation>
    </message>
    <message>
        <source>sum check</source>
        <translation>합 검사</translation>
    </message>
    <message>
        <source>t {t}, gradient of {weight}</source>
        <translation>t {t}, {weight}의 기울기</translation>
    </message>
    <message>
        <source>t {t}, batch {batch}, {number}</source>
        <translation>t {t}, 배치 행 {batch}, {number}</translation>
    </message>
    <message>
        <source>step check</source>
        <translation>단계 검사</translation>
    </message>
    <message>
        <source>{one} and {other} swapped</source>
        <translation>{one}, {other} 서로 바뀜</translation>
    </message>
    <message>
        <source>gates</source>
        <translation>게이트</translation>
    </message>
    <message>
        <source>other gate orders</source>
        <translation>그 밖의 게이트 순서</translation>
    </message>
    <message>
        <source>rows read unit by unit</source>
        <translation>바깥쪽이 유닛, 안쪽이 게이트인 순서</translation>
    </message>
    <message>
        <source>biases</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>forget bias + 1</source>
        <translation>망각 게이트 편향 + 1</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>one weight off by a millionth</source>
        <translation>가중치 하나가 백만분의 일만큼 틀림</translation>
    </message>
    <message>
        <source>hard sigmoid</source>
        <translation>하드 시그모이드</translation>
    </message>
    <message>
        <source>sigmoid for g</source>
        <translation>g에 시그모이드</translation>
    </message>
    <message>
        <source>i and f swapped in c</source>
        <translation>c에서 i와 f가 서로 바뀜</translation>
    </message>
    <message>
        <source>equations</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>projection of c</source>
        <translation>c를 투영함</translation>
    </message>
    <message>
        <source>projection before the output gate</source>
        <translation>출력 게이트 전에 투영함</translation>
    </message>
    <message>
        <source>projection missing</source>
        <translation>투영 빠짐</translation>
    </message>
    <message>
        <source>reverse not reversed</source>
        <translation>역방향을 뒤집지 않음</translation>
    </message>
    <message>
        <source>lengths ignored</source>
        <translation>길이를 무시함</translation>
    </message>
    <message>
        <source>reverse LSTM starting in padding</source>
        <translation>역방향이 패딩에서 시작함</translation>
    </message>
    <message>
        <source>directions summed</source>
        <translation>두 방향을 더함</translation>
    </message>
    <message>
        <source>states by direction, then layer</source>
        <translation>상태를 방향, 층 순서로 둠</translation>
    </message>
    <message>
        <source>the first layer&apos;s states in every layer</source>
        <translation>모든 층에 첫 층의 상태를 씀</translation>
    </message>
    <message>
        <source>dropout mask forgotten</source>
        <translation>드롭아웃 마스크를 빠뜨림</translation>
    </message>
    <message>
        <source>dropout mask of another layer</source>
        <translation>다른 층의 드롭아웃 마스크</translation>
    </message>
    <message>
        <source>dropout not scaled by 1/(1 - p)</source>
        <translation>드롭아웃에 1/(1 - p)를 곱하지 않음</translation>
    </message>
    <message>
        <source>wiring</source>
        <translation>연결</translation>
    </message>
    <message>
        <source>there is no {kind!r} normalisation</source>
        <translation>정규화 {kind!r}이(가) 없습니다</translation>
    </message>
    <message>
        <source>normalisation needs an offset and a scale for each feature</source>
        <translation>정규화에는 특징마다 오프셋과 스케일이 하나씩 있어야 합니다</translation>
    </message>
    <message>
        <source>normalisation needs finite offsets, and finite scales that are not 0</source>
        <translation>정규화의 오프셋은 유한한 수여야 하고, 스케일은 0이 아닌 유한한 수여야 합니다</translation>
    </message>
    <message>
        <source>divide by a finite number that is not 0</source>
        <translation>0이 아닌 유한한 수로 나누세요</translation>
    </message>
    <message>
        <source>feature {place} has NaN, infinite or huge values. Use “divided by”</source>
        <translation>특징 {place}에 NaN, 무한대 또는 너무 큰 수가 있습니다. 1로 나누세요</translation>
    </message>
    <message>
        <source>the normalisation does not fit the input</source>
        <translation>정규화를 만든 원본이 정규화와 맞지 않습니다</translation>
    </message>
    <message>
        <source>no mistake, backward pass</source>
        <translation>오류 없음, 역전파</translation>
    </message>
    <message>
        <source>no mistake, backward pass through a projection</source>
        <translation>오류 없음, 투영이 있는 역전파</translation>
    </message>
    <message>
        <source>no mistake, training steps</source>
        <translation>오류 없음, 학습 스텝</translation>
    </message>
    <message>
        <source>no mistake</source>
        <translation>오류 없음</translation>
    </message>
    <message>
        <source>no mistake, with a projection</source>
        <translation>오류 없음, 투영 있음</translation>
    </message>
    <message>
        <source>no mistake, with a readout</source>
        <translation>오류 없음, 출력층 있음</translation>
    </message>
    <message>
        <source>the self-test finds all {mistakes} mistakes, each with the checks meant for it, and none in the correct engine (torch {version})</source>
        <translation>검사는 오류 {mistakes}개를 모두 알맞은 검사로 찾아내고, 정상 엔진에서는 아무것도 지적하지 않습니다(torch {version})</translation>
    </message>
    <message>
        <source>the self-test FAILED in {failed} of {count} cases: {names}</source>
        <translation>자체 검사에 실패했습니다. {count}가지 중 {failed}가지: {names}</translation>
    </message>
    <message>
        <source>Input tensors</source>
        <translation>받는 값</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>In one cell, at one timestep of one row</source>
        <translation>셀 안의 값, 배치 행 하나의 한 시점</translation>
    </message>
    <message>
        <source>Output tensors</source>
        <translation>반환값</translation>
    </message>
    <message>
        <source>Readout and loss</source>
        <translation>출력층과 손실</translation>
    </message>
    <message>
        <source>the initial {of} of each layer</source>
        <translation>각 층이 시작할 때의 {of}</translation>
    </message>
    <message>
        <source>the initial {of} of each layer and direction: row 2·layer + direction</source>
        <translation>각 층과 방향이 시작할 때의 {of}: 행 2·층 + 방향</translation>
    </message>
    <message>
        <source>the length of each batch row, as pack_padded_sequence expects it</source>
        <translation>배치 행마다의 시점 수, pack_padded_sequence가 받는 그대로</translation>
    </message>
    <message>
        <source>dropout mask of layer {layer}</source>
        <translation>{layer}번 층의 드롭아웃 마스크</translation>
    </message>
    <message>
        <source>multiplies the output of layer {layer}: 0 or 1 / (1 − dropout)</source>
        <translation>{layer}번 층이 위로 넘기는 값에 곱함: 0 또는 1 / (1 − dropout)</translation>
    </message>
    <message>
        <source>input gate, σ(z_i): how much of g is written</source>
        <translation>입력 게이트, σ(z_i): g를 얼마나 반영할지</translation>
    </message>
    <message>
        <source>forget gate, σ(z_f): how much of c is kept</source>
        <translation>망각 게이트, σ(z_f): c를 얼마나 남길지</translation>
    </message>
    <message>
        <source>candidate, tanh(z_g): the new value that may be written</source>
        <translation>후보 값, tanh(z_g): 새로 더할 값</translation>
    </message>
    <message>
        <source>output gate, σ(z_o): how much of tanh(c) is output</source>
        <translation>출력 게이트, σ(z_o): tanh(c)를 얼마나 내보낼지</translation>
    </message>
    <message>
        <source>cell state</source>
        <translation>셀 상태</translation>
    </message>
    <message>
        <source>Cell state: the kept part of the old c, plus the written part of g.</source>
        <translation>셀 상태: 이전 셀 상태에서 남긴 값에 새로 쓸 값을 더합니다.</translation>
    </message>
    <message>
        <source>cell state, f ⊙ c_prev + i ⊙ g</source>
        <translation>셀 상태, f ⊙ c_prev + i ⊙ g</translation>
    </message>
    <message>
        <source>pre-activation</source>
        <translation>활성화 전 합</translation>
    </message>
    <message>
        <source>{name} no longer exists</source>
        <translation>{name}이(가) 더 이상 없습니다</translation>
    </message>
    <message>
        <source>{name} is now {got}</source>
        <translation>{name}의 형상과 형식이 이제 {got}입니다</translation>
    </message>
    <message>
        <source>readout</source>
        <translation>출력층</translation>
    </message>
    <message>
        <source>Readout: the Linear layer applied to the hidden state.</source>
        <translation>출력층: Linear 층이 은닉 상태로 계산한 값입니다.</translation>
    </message>
    <message>
        <source>the readout V h + b, the input to the loss</source>
        <translation>손실이 받는 출력층의 값 V h + b</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Prediction: the readout as probabilities.</source>
        <translation>예측: 출력층의 값을 확률로 나타냅니다.</translation>
    </message>
    <message>
        <source>the readout as probabilities, σ(y) or softmax(y)</source>
        <translation>확률로 나타낸 출력층의 값, σ(y) 또는 softmax(y)</translation>
    </message>
    <message>
        <source>loss at the timestep</source>
        <translation>시점의 손실</translation>
    </message>
    <message>
        <source>Loss: how far the prediction is from the target.</source>
        <translation>손실: 예측이 목표값에서 얼마나 먼지 나타냅니다.</translation>
    </message>
    <message>
        <source>the loss at each timestep; 0 where no target is counted</source>
        <translation>시점마다의 손실. 셀 목표값이 없으면 0</translation>
    </message>
    <message>
        <source>Input gate: the share of the candidate that is written into the cell state, 0…1.</source>
        <translation>입력 게이트: 후보 값 중 셀 상태에 쓰는 비율, 0~1.</translation>
    </message>
    <message>
        <source>Forget gate: the share of the old cell state that is kept, 0…1.</source>
        <translation>망각 게이트: 이전 셀 상태 중 남기는 비율, 0~1.</translation>
    </message>
    <message>
        <source>Candidate: the new value that may be written, −1…1. PyTorch calls it the cell gate.</source>
        <translation>후보 값: 셀 상태에 쓸 값, −1~1. PyTorch에서는 cell gate라고 합니다.</translation>
    </message>
    <message>
        <source>Output gate: the share of tanh(c) that becomes the hidden state, 0…1.</source>
        <translation>출력 게이트: tanh(c) 중 은닉 상태가 되는 비율, 0~1.</translation>
    </message>
    <message>
        <source>Cell state: the memory of a unit, carried from timestep to timestep.</source>
        <translation>셀 상태: 시점에서 시점으로 이어지는 유닛의 값입니다.</translation>
    </message>
    <message>
        <source>Hidden state before its projection; only with proj_size.</source>
        <translation>투영 전의 은닉 상태입니다. proj_size가 있을 때만 있습니다.</translation>
    </message>
    <message>
        <source>Hidden state: the output of a unit, fed back into its cell at the next timestep.</source>
        <translation>은닉 상태: 유닛의 출력이며, 다음 시점에 그 셀이 다시 읽습니다.</translation>
    </message>
    <message>
        <source>Pre-activation of the gate {gate}: weighted inputs and biases, before σ or tanh.</source>
        <translation>게이트 {gate}의 활성화 전 합: 가중치를 곱한 입력과 편향을 더한 값으로, σ나 tanh를 적용하기 전입니다.</translation>
    </message>
    <message>
        <source>σ(z), 0 closed … 1 open</source>
        <translation>σ(z), 0 닫힘 … 1 열림</translation>
    </message>
    <message>
        <source>For each unit, a factor from 0 to 1 that scales a value: i, f and o.</source>
        <translation>유닛마다 값을 얼마나 통과시킬지 정하는 0~1의 인수입니다: i, f, o.</translation>
    </message>
    <message>
        <source>σ, sigmoid</source>
        <translation>σ, 시그모이드</translation>
    </message>
    <message>
        <source>Activation of the gates: maps any number to 0…1.</source>
        <translation>게이트의 활성화 함수입니다. 어떤 수든 0~1로 만듭니다.</translation>
    </message>
    <message>
        <source>Activation of the candidate and of c: maps any number to −1…1.</source>
        <translation>후보 값과 c의 활성화 함수입니다. 어떤 수든 −1~1로 만듭니다.</translation>
    </message>
    <message>
        <source>pre-activation z</source>
        <translation>활성화 전 합 z</translation>
    </message>
    <message>
        <source>Weighted sum of a gate: W_ih x + W_hh h + biases. One step computes z and its gate.</source>
        <translation>게이트가 읽는 합: W_ih x + W_hh h + 편향. 한 단계에서 z와 게이트를 함께 계산합니다.</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>W_ih (4H, I), W_hh (4H, R), rows stacked i f g o</source>
        <translation>W_ih (4H, I), W_hh (4H, R), 행은 i f g o 순</translation>
    </message>
    <message>
        <source>Multiplies one input or hidden state in one gate&apos;s sum.</source>
        <translation>유닛 하나의 게이트 합에서 입력 하나나 은닉 상태 하나에 곱하는 수입니다.</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>Number added regardless of the input.</source>
        <translation>무엇이 들어오든 더하는 수입니다.</translation>
    </message>
    <message>
        <source>projection</source>
        <translation>투영</translation>
    </message>
    <message>
        <source>Matrix W_hr (R, H) that turns H units into a hidden state of R numbers (proj_size).</source>
        <translation>유닛 H개에서 값 R개의 은닉 상태를 만드는 행렬 W_hr (R, H)입니다(proj_size).</translation>
    </message>
    <message>
        <source>One memory with its own gates: one row of each matrix.</source>
        <translation>셀 상태 하나와 그 게이트들이며, 행렬마다 한 행씩입니다.</translation>
    </message>
    <message>
        <source>input x</source>
        <translation>입력 x</translation>
    </message>
    <message>
        <source>The numbers that arrive at one timestep: its features.</source>
        <translation>한 시점에 들어오는 수, 곧 특징입니다.</translation>
    </message>
    <message>
        <source>timestep t</source>
        <translation>시점 t</translation>
    </message>
    <message>
        <source>One position in the sequence. Every cell computes once at each.</source>
        <translation>시퀀스의 한 자리입니다. 모든 셀이 시점마다 한 번 계산합니다.</translation>
    </message>
    <message>
        <source>One LSTM above another: it reads the hidden states of the one below.</source>
        <translation>LSTM 위에 놓인 LSTM으로, 아래층의 은닉 상태를 읽습니다.</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>방향</translation>
    </message>
    <message>
        <source>forward, reverse</source>
        <translation>정방향, 역방향</translation>
    </message>
    <message>
        <source>A bidirectional layer reads the sequence from both ends and concatenates the two h vectors.</source>
        <translation>양방향 층은 시퀀스를 양쪽 끝에서 읽고 두 h를 잇습니다.</translation>
    </message>
    <message>
        <source>batch row</source>
        <translation>배치 행</translation>
    </message>
    <message>
        <source>One of several sequences that are computed in parallel, independently.</source>
        <translation>나란히 계산하는 여러 시퀀스 중 하나입니다. 서로 섞이지 않습니다.</translation>
    </message>
    <message>
        <source>States before the first timestep, and after the last.</source>
        <translation>첫 시점 전의 상태와 마지막 시점 뒤의 상태입니다.</translation>
    </message>
    <message>
        <source>dropout mask</source>
        <translation>드롭아웃 마스크</translation>
    </message>
    <message>
        <source>0 or 1 / (1 − p)</source>
        <translation>0 또는 1 / (1 − p)</translation>
    </message>
    <message>
        <source>Factors applied between layers in train mode; none in eval mode.</source>
        <translation>train 모드에서 두 층 사이에 곱하는 수입니다. eval 모드에는 없습니다.</translation>
    </message>
    <message>
        <source>On a flat end of its curve, where a change in z hardly changes the value.</source>
        <translation>곡선의 끝에 있어 z가 변해도 값이 거의 변하지 않습니다.</translation>
    </message>
    <message>
        <source>cell state kept, ∏f</source>
        <translation>남은 셀 상태, ∏f</translation>
    </message>
    <message>
        <source>How much of c at one timestep is left at a later one.</source>
        <translation>한 시점의 c 중 나중까지 남아 있는 비율입니다.</translation>
    </message>
    <message>
        <source>step, gate step</source>
        <translation>단계, 게이트 단계</translation>
    </message>
    <message>
        <source>Computes one box of a cell. A timestep is all the steps of all its cells.</source>
        <translation>셀의 칸 하나를 계산합니다. 한 시점은 그 시점 모든 셀의 모든 단계입니다.</translation>
    </message>
    <message>
        <source>position</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>The current step of the run: the last one computed.</source>
        <translation>실행의 현재 위치이며, 마지막으로 계산한 단계입니다.</translation>
    </message>
    <message>
        <source>viewing …</source>
        <translation>보는 중: …</translation>
    </message>
    <message>
        <source>A click shows another timestep in every panel, while the run stays where it is. Use the yellow title bar to return.</source>
        <translation>클릭하면 모든 패널이 다른 시점을 보여 주고, 실행은 그 자리에 있습니다. 노란 제목 표시줄에서 돌아갈 수 있습니다.</translation>
    </message>
    <message>
        <source>A value is fixed for some timesteps. Everything after it is computed from it.</source>
        <translation>몇 시점 동안 값을 정해 둡니다. 그 뒤는 모두 그 값으로 계산합니다.</translation>
    </message>
    <message>
        <source>How far a value is from the baseline.</source>
        <translation>값이 기준 실행과 얼마나 다른지 나타냅니다.</translation>
    </message>
    <message>
        <source>A condition that stops a run, even during playback.</source>
        <translation>실행이 멈추는 조건입니다. 재생도 그곳에서 멈춥니다.</translation>
    </message>
    <message>
        <source>The largest difference that rounding in the run&apos;s dtype can cause on its own. The share used is the largest actual difference divided by this bound.</source>
        <translation>실행의 dtype에서 반올림만으로 생길 수 있는 가장 큰 차이입니다. 사용률은 최대 차이를 이것으로 나눈 값입니다.</translation>
    </message>
    <message>
        <source>How far two correct runs drift apart when no step is corrected, because rounding errors add up.</source>
        <translation>중간에 값을 맞추지 않을 때 올바른 두 실행이 벌어지는 정도입니다. 반올림 오차가 쌓이기 때문입니다.</translation>
    </message>
    <message>
        <source>The range of a colour map, which stays the same for the whole run.</source>
        <translation>색 지도의 양 끝이 뜻하는 값입니다. 실행 전체에 같습니다.</translation>
    </message>
    <message>
        <source>hold</source>
        <translation>값 고정</translation>
    </message>
    <message>
        <source>One connection is removed: its weight counts as 0.</source>
        <translation>연결 하나를 뺍니다. 그 가중치를 0으로 봅니다.</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>기준 실행</translation>
    </message>
    <message>
        <source>The run to compare with: the one before the last edit, or a pinned one.</source>
        <translation>비교할 실행: 마지막 편집 전의 실행이나 기준으로 지정한 실행입니다.</translation>
    </message>
    <message>
        <source>previous run</source>
        <translation>이전 실행(흐리게)</translation>
    </message>
    <message>
        <source>The baseline, drawn faintly behind the current run.</source>
        <translation>현재 실행 뒤에 흐리게 그린 기준 실행입니다.</translation>
    </message>
    <message>
        <source>current run − baseline</source>
        <translation>현재 실행 − 기준 실행</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>관찰</translation>
    </message>
    <message>
        <source>A value, given by its address, listed at every step.</source>
        <translation>주소로 정해 단계마다 보여 주는 값입니다.</translation>
    </message>
    <message>
        <source>breakpoint</source>
        <translation>중단점</translation>
    </message>
    <message>
        <source>check</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>|Gatestep − torch| ≤ rounding allowance</source>
        <translation>|Gatestep − torch| ≤ 반올림 허용 오차</translation>
    </message>
    <message>
        <source>PyTorch recomputes every step from its recorded inputs.</source>
        <translation>PyTorch가 그 전에 기록된 값에서 모든 단계를 다시 계산합니다.</translation>
    </message>
    <message>
        <source>rounding allowance, error bound</source>
        <translation>반올림 허용 오차(오차 한계)</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>누적 오차</translation>
    </message>
    <message>
        <source>injected error</source>
        <translation>주입한 오류</translation>
    </message>
    <message>
        <source>A mistake put into Gatestep&apos;s engine on purpose, for the check to find.</source>
        <translation>검사가 찾아내도록 Gatestep 엔진에 일부러 넣은 오류입니다.</translation>
    </message>
    <message>
        <source>diagnosis (Why are my numbers different?)</source>
        <translation>진단(값이 다른 이유)</translation>
    </message>
    <message>
        <source>Known mistakes are tried until one reproduces the numbers from your own code.</source>
        <translation>직접 만든 코드의 값이 나올 때까지 알려진 오류를 하나씩 시험합니다.</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>척도</translation>
    </message>
    <message>
        <source>0…1 for gates, otherwise ± a round number</source>
        <translation>게이트는 0~1, 나머지는 ±어림수</translation>
    </message>
    <message>
        <source>All units in one list, to sort and search.</source>
        <translation>모든 유닛을 정렬하고 찾는 목록입니다.</translation>
    </message>
    <message>
        <source>panel {name}</source>
        <translation>{name} 패널</translation>
    </message>
    <message>
        <source>hidden state before W_hr</source>
        <translation>투영 전 은닉 상태</translation>
    </message>
    <message>
        <source>hidden state</source>
        <translation>은닉 상태</translation>
    </message>
    <message>
        <source>Hidden state: tanh of the cell state, scaled by the output gate.</source>
        <translation>은닉 상태: 셀 상태에 tanh를 적용하고 출력 게이트가 열린 만큼 내보냅니다.</translation>
    </message>
    <message>
        <source>the pre-activations: W_ih x + W_hh h_prev, with biases, stacked i f g o</source>
        <translation>σ와 tanh 전의 합: W_ih x + W_hh h_prev에 편향을 더함, i f g o 순으로 쌓음</translation>
    </message>
    <message>
        <source>the pre-activations: W_ih x + W_hh h_prev, stacked i f g o</source>
        <translation>σ와 tanh 전의 합: W_ih x + W_hh h_prev, i f g o 순으로 쌓음</translation>
    </message>
    <message>
        <source>hidden state, o ⊙ tanh(c)</source>
        <translation>은닉 상태, o ⊙ tanh(c)</translation>
    </message>
    <message>
        <source>o ⊙ tanh(c), before the projection</source>
        <translation>o ⊙ tanh(c), 투영 전</translation>
    </message>
    <message>
        <source>hidden state, W_hr m</source>
        <translation>은닉 상태, W_hr m</translation>
    </message>
    <message>
        <source>h of the last layer at every timestep</source>
        <translation>모든 시점에서 마지막 층의 h</translation>
    </message>
    <message>
        <source>h of the last layer at every timestep, forward and reverse side by side</source>
        <translation>모든 시점에서 마지막 층의 h, 정방향과 역방향을 나란히</translation>
    </message>
    <message>
        <source>the last {letter} of each layer</source>
        <translation>각 층의 마지막 {letter}</translation>
    </message>
    <message>
        <source>the last {letter} of each layer and direction; for the reverse direction, {letter} at timestep 0</source>
        <translation>각 층과 방향의 마지막 {letter}. 역방향에서는 시점 0의 {letter}</translation>
    </message>
    <message>
        <source>V: the weight of {layer}</source>
        <translation>V: {layer}의 가중치</translation>
    </message>
    <message>
        <source>b: the bias of {layer}</source>
        <translation>b: {layer}의 편향</translation>
    </message>
    <message>
        <source>the target class of each prediction</source>
        <translation>각 예측의 목표 클래스</translation>
    </message>
    <message>
        <source>target values</source>
        <translation>목표값</translation>
    </message>
    <message>
        <source>{loss} over all counted predictions</source>
        <translation>손실에 들어가는 모든 예측의 {loss}</translation>
    </message>
    <message>
        <source>the sequence, without a batch axis</source>
        <translation>배치 축이 없는 시퀀스</translation>
    </message>
    <message>
        <source>the sequences of the batch, batch first</source>
        <translation>배치의 시퀀스, 배치가 첫 축</translation>
    </message>
    <message>
        <source>the sequences of the batch, time first</source>
        <translation>배치의 시퀀스, 시간이 첫 축</translation>
    </message>
    <message>
        <source>W_hr: computes h from m</source>
        <translation>W_hr: m에서 h를 만듦</translation>
    </message>
    <message>
        <source>W_ih: what x adds to the pre-activations</source>
        <translation>W_ih: x가 합에 더하는 몫</translation>
    </message>
    <message>
        <source>W_ih: reads h of layer {layer}, forward then reverse</source>
        <translation>W_ih: {layer}번 층의 h를 정방향, 역방향 순서로 읽음</translation>
    </message>
    <message>
        <source>W_ih: reads h of layer {layer}</source>
        <translation>W_ih: {layer}번 층의 h를 읽음</translation>
    </message>
    <message>
        <source>W_hh: reads h of the following timestep</source>
        <translation>W_hh: 다음 시점의 h를 읽음</translation>
    </message>
    <message>
        <source>W_hh: reads h of the previous timestep</source>
        <translation>W_hh: 이전 시점의 h를 읽음</translation>
    </message>
    <message>
        <source>{bias}: one number for each pre-activation</source>
        <translation>{bias}: 합마다 하나씩 더하는 수</translation>
    </message>
    <message>
        <source>there is no room for {size} bytes in {folder}</source>
        <translation>{folder} 폴더에 {size}바이트를 쓸 공간이 없습니다</translation>
    </message>
    <message>
        <source>a dropout mask</source>
        <translation>드롭아웃 마스크</translation>
    </message>
    <message>
        <source>seed must be a 64-bit whole number, got {seed}</source>
        <translation>seed는 64비트 정수여야 하는데 {seed}입니다</translation>
    </message>
    <message>
        <source>lengths {lengths} do not fit {batch} rows of {steps} steps</source>
        <translation>lengths {lengths}이(가) 배치 행 {batch}개, 시점 {steps}개에 맞지 않습니다</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Step</source>
        <translation>진행(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Debug</source>
        <translation>디버그(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>검사(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>La&amp;yout</source>
        <translation>레이아웃(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Learn</source>
        <translation>배우기(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Gradients</source>
        <translation>기울기(&amp;G)</translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation>글자 크기(&amp;X)</translation>
    </message>
    <message>
        <source>Find &amp;units</source>
        <translation>유닛 찾기(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>새로 만들기(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;h_0 and c_0…</source>
        <translation>h_0과 c_0 열기(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>저장(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>다른 이름으로 저장(&amp;A)…</translation>
    </message>
    <message>
        <source>Export &amp;trace…</source>
        <translation>트레이스 내보내기(&amp;T)…</translation>
    </message>
    <message>
        <source>Export &amp;model…</source>
        <translation>모델 내보내기(&amp;M)…</translation>
    </message>
    <message>
        <source>Export PyTor&amp;ch script…</source>
        <translation>PyTorch 스크립트 내보내기(&amp;C)…</translation>
    </message>
    <message>
        <source>Export &amp;picture…</source>
        <translation>이미지 내보내기(&amp;P)…</translation>
    </message>
    <message>
        <source>Export an&amp;imation…</source>
        <translation>애니메이션 내보내기(&amp;I)…</translation>
    </message>
    <message>
        <source>Cop&amp;y window as picture</source>
        <translation>창 이미지 복사(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>Reset to &amp;original values</source>
        <translation>처음 열었을 때로 되돌리기(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Hold or release the selected value</source>
        <translation>선택한 값 고정/해제(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;What would make this value …?</source>
        <translation>이 값을 원하는 값으로 바꾸려면?(&amp;W)</translation>
    </message>
    <message>
        <source>Hold a &amp;value…</source>
        <translation>값 고정(&amp;V)…</translation>
    </message>
    <message>
        <source>Option&amp;s…</source>
        <translation>옵션(&amp;S)…</translation>
    </message>
    <message>
        <source>Nor&amp;malise the sequence…</source>
        <translation>시퀀스 정규화(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Notes…</source>
        <translation>메모(&amp;N)…</translation>
    </message>
    <message>
        <source>Settin&amp;gs…</source>
        <translation>설정(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Play / pause</source>
        <translation>재생/일시정지(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>다음 단계(&amp;N)</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>이전 단계(&amp;B)</translation>
    </message>
    <message>
        <source>Next timestep</source>
        <translation>다음 시점</translation>
    </message>
    <message>
        <source>Previous timestep</source>
        <translation>이전 시점</translation>
    </message>
    <message>
        <source>Next gate step</source>
        <translation>다음 게이트 단계</translation>
    </message>
    <message>
        <source>Previous gate step</source>
        <translation>이전 게이트 단계</translation>
    </message>
    <message>
        <source>Forward ten timesteps</source>
        <translation>10시점 앞으로</translation>
    </message>
    <message>
        <source>Back ten timesteps</source>
        <translation>10시점 뒤로</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>처음으로(&amp;S)</translation>
    </message>
    <message>
        <source>To the en&amp;d</source>
        <translation>끝으로(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Go to timestep…</source>
        <translation>시점으로 이동(&amp;G)…</translation>
    </message>
    <message>
        <source>E&amp;xplain the value in a card</source>
        <translation>값의 설명 카드 열기(&amp;X)</translation>
    </message>
    <message>
        <source>Step by &amp;timestep</source>
        <translation>시점 단위로 진행(&amp;T)</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>게이트</translation>
    </message>
    <message>
        <source>&amp;Why are my numbers different?</source>
        <translation>값이 다른 이유 진단(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Keys, mouse and glossary</source>
        <translation>키, 마우스, 용어(&amp;K)</translation>
    </message>
    <message>
        <source>Step by g&amp;ate</source>
        <translation>게이트 단위로 진행(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Forget bias</source>
        <translation>망각 게이트 편향(&amp;F)</translation>
    </message>
    <message>
        <source>L&amp;esson</source>
        <translation>레슨(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Course</source>
        <translation>레슨 목록(&amp;C)</translation>
    </message>
    <message>
        <source>Open &amp;lesson…</source>
        <translation>레슨 열기(&amp;L)…</translation>
    </message>
    <message>
        <source>Export &amp;gradients…</source>
        <translation>기울기 내보내기(&amp;G)…</translation>
    </message>
    <message>
        <source>Rea&amp;dout and loss…</source>
        <translation>출력층과 손실(&amp;D)…</translation>
    </message>
    <message>
        <source>Gradients of this &amp;value</source>
        <translation>이 값의 기울기(&amp;V)</translation>
    </message>
    <message>
        <source>Gradients of the &amp;loss</source>
        <translation>손실의 기울기(&amp;L)</translation>
    </message>
    <message>
        <source>G&amp;radient of this weight by timestep</source>
        <translation>이 가중치의 시점별 기울기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Next lesson step</source>
        <translation>레슨의 다음 단계(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous lesson step</source>
        <translation>레슨의 이전 단계(&amp;P)</translation>
    </message>
    <message>
        <source>Show &amp;me the answer</source>
        <translation>답 보기(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Restart this step</source>
        <translation>이 단계 다시 시작(&amp;R)</translation>
    </message>
    <message>
        <source>Quiz &amp;me on the next step</source>
        <translation>다음 단계 맞히기(&amp;M)</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>더 빠르게</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>더 느리게</translation>
    </message>
    <message>
        <source>L&amp;oop</source>
        <translation>반복 재생(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Run to breakpoint</source>
        <translation>중단점까지 실행(&amp;R)</translation>
    </message>
    <message>
        <source>Run &amp;back to breakpoint</source>
        <translation>이전 중단점까지(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Toggle a breakpoint on the selected value</source>
        <translation>선택한 값에 중단점 설정/해제(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Watch the selected value</source>
        <translation>선택한 값 관찰(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Pin this run for comparison</source>
        <translation>이 실행을 기준 실행으로 지정(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Compare with the next pinned run</source>
        <translation>다음 기준 실행과 비교(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run or stop the self-test</source>
        <translation>자체 검사 실행/중지(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Inject an error…</source>
        <translation>오류 주입(&amp;I)…</translation>
    </message>
    <message>
        <source>Remo&amp;ve the injected error</source>
        <translation>오류 주입 해제(&amp;V)</translation>
    </message>
    <message>
        <source>Toggle &amp;dark theme</source>
        <translation>어두운 테마 전환(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>글자 크게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>글자 작게(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Default text size</source>
        <translation>기본 글자 크기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Hide future values</source>
        <translation>이후 값 가리기(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>레이아웃 초기화(&amp;R)</translation>
    </message>
    <message>
        <source>Pre&amp;sentation mode</source>
        <translation>발표 모드(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>전체 화면(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Start page</source>
        <translation>시작 페이지(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>안내서(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Tour of the window</source>
        <translation>창 둘러보기(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>명령 찾기(&amp;F)…</translation>
    </message>
    <message>
        <source>Copy &amp;details</source>
        <translation>자세한 정보 복사(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;About Gatestep</source>
        <translation>Gatestep 정보(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Undo {edit}</source>
        <translation>실행 취소(&amp;U): {edit}</translation>
    </message>
    <message>
        <source>&amp;Redo {edit}</source>
        <translation>다시 실행(&amp;R): {edit}</translation>
    </message>
    <message>
        <source>all frames must have the same size: do not resize the window</source>
        <translation>모든 이미지의 크기가 같아야 합니다. 만드는 동안 창 크기를 바꾸지 마세요</translation>
    </message>
    <message>
        <source>Unsaved work is backed up again, in case of a crash</source>
        <translation>비정상 종료에 대비한 자동 보관을 다시 시작했습니다</translation>
    </message>
    <message>
        <source>unsaved work cannot be backed up: {error}</source>
        <translation>비정상 종료에 대비한 자동 보관에 실패했습니다. {error}</translation>
    </message>
    <message>
        <source>Gone from {folder}: {names}. The only copy of this work was there, and it cannot be restored.</source>
        <translation>{folder} 폴더에서 사라진 작업: {names}. 그곳의 복사본에만 있던 작업이라 되살릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Check against torch</source>
        <translation>torch로 검사</translation>
    </message>
    <message>
        <source>not checked: {why}</source>
        <translation>검사하지 않음: {why}</translation>
    </message>
    <message>
        <source>torch differs at t {t}</source>
        <translation>torch와 다름: t {t}</translation>
    </message>
    <message>
        <source>not checked: every step overflows</source>
        <translation>검사하지 않음: 모든 단계가 오버플로입니다</translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>검사 중…</translation>
    </message>
    <message>
        <source>✓ torch agrees</source>
        <translation>✓ torch와 일치</translation>
    </message>
    <message>
        <source>torch differs at t {t}, backward</source>
        <translation>torch와 다름: 역전파 t {t}</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>아직 검사 전</translation>
    </message>
    <message>
        <source> · both passes</source>
        <translation> · 순전파와 역전파</translation>
    </message>
    <message>
        <source> · with held values</source>
        <translation> · 값 고정 있음</translation>
    </message>
    <message>
        <source>These numbers are not checked: {why}</source>
        <translation>이 값은 검사하지 않습니다: {why}</translation>
    </message>
    <message>
        <source>torch recomputes every step from its recorded inputs.</source>
        <translation>torch가 직전에 기록된 값으로 모든 단계를 다시 계산합니다.</translation>
    </message>
    <message>
        <source>{count:,} cell steps overflow and cannot be compared.</source>
        <translation>셀 단계 {count:,}개는 오버플로라 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>The held values were set in torch too, and must match exactly.</source>
        <translation>고정한 값은 torch에도 그대로 넣었고, 정확히 그 값이어야 합니다.</translation>
    </message>
    <message>
        <source>{count:,} cell steps of the backward pass compared with autograd, and {sums:,} weight-gradient sums.</source>
        <translation>역전파의 셀 단계 {count:,}개와 가중치 기울기의 합 {sums:,}개를 autograd와 비교했습니다.</translation>
    </message>
    <message>
        <source>Largest difference in the backward pass: {difference:.2e}; rounding allowance used: {share}.</source>
        <translation>역전파의 최대 차이 {difference:.2e}, 반올림 허용 오차 사용률 {share}.</translation>
    </message>
    <message>
        <source>{count:,} cell steps of the backward pass overflow and cannot be compared.</source>
        <translation>역전파의 셀 단계 {count:,}개는 오버플로가 일어나 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>torch.nn.LSTM cannot use held values, so 1 short run was skipped.</source>
        <translation>torch.nn.LSTM에서는 값을 고정할 수 없어, 고정한 구간의 짧은 실행 1개를 건너뛰었습니다.</translation>
    </message>
    <message>
        <source>torch.nn.LSTM cannot use held values, so {runs} short runs were skipped.</source>
        <translation>torch.nn.LSTM에서는 값을 고정할 수 없어, 고정한 구간의 짧은 실행 {runs}개를 건너뛰었습니다.</translation>
    </message>
    <message>
        <source>layer {layer} {direction}</source>
        <translation>{layer}번 층 {direction}</translation>
    </message>
    <message>
        <source>{most} runs are already pinned. Unpin one first</source>
        <translation>기준 실행이 이미 {most}개입니다. 먼저 하나를 해제하세요</translation>
    </message>
    <message>
        <source>inject error: {name}</source>
        <translation>오류 주입: {name}</translation>
    </message>
    <message>
        <source>remove injected error</source>
        <translation>오류 주입 해제</translation>
    </message>
    <message>
        <source>About Gatestep</source>
        <translation>Gatestep 정보</translation>
    </message>
    <message>
        <source>The readout gets no gradient, as the chosen value is an h or c. Choose a y instead ({seed})</source>
        <translation>미분할 값이 h나 c여서 출력층에는 기울기가 없습니다. 대신 y의 기울기를 구하세요({seed})</translation>
    </message>
    <message>
        <source>No weight can be trained yet: there is no gradient. Set targets and a loss ({loss}), or choose a value to differentiate ({seed})</source>
        <translation>아직 기울기가 없습니다. 목표값과 손실을 정하거나({loss}), 미분할 값을 고르세요({seed})</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>메모리 부족</translation>
    </message>
    <message>
        <source>Keep it on disk</source>
        <translation>디스크에 보관</translation>
    </message>
    <message>
        <source>Do not open it</source>
        <translation>열지 않음</translation>
    </message>
    <message>
        <source>Another experiment was opened in the meantime, so nothing was changed. Try again</source>
        <translation>그사이 다른 실험이 열려서 아무것도 바꾸지 않았습니다. 다시 시도하세요</translation>
    </message>
    <message>
        <source>Open a workspace, or a model, a sequence, or both</source>
        <translation>작업 파일, 모델, 시퀀스 또는 모델과 시퀀스 열기</translation>
    </message>
    <message>
        <source>Workspaces, models, sequences ({files})</source>
        <translation>작업 파일, 모델, 시퀀스 ({files})</translation>
    </message>
    <message>
        <source>Bug report details copied to the clipboard</source>
        <translation>신고에 쓸 자세한 정보를 클립보드에 복사했습니다</translation>
    </message>
    <message>
        <source>The trace was not exported, because it has an injected error. Remove it first (Check menu)</source>
        <translation>값을 일부러 틀리게 계산하고 있어 트레이스를 내보내지 않았습니다. 먼저 오류 주입을 해제하세요(검사 메뉴)</translation>
    </message>
    <message>
        <source>Go to timestep</source>
        <translation>시점으로 가기</translation>
    </message>
    <message>
        <source>Timestep of the run, counted from 0. Type another one, then press Enter.</source>
        <translation>실행의 현재 시점이며 0부터 셉니다. 다른 시점을 입력하고 Enter를 누르세요.</translation>
    </message>
    <message>
        <source>The last timestep of the sequence, counted from 0, and the name of the current timestep</source>
        <translation>0부터 센 시퀀스의 마지막 시점과, 현재 시점의 이름입니다.</translation>
    </message>
    <message>
        <source>of {last}</source>
        <translation>/ {last}</translation>
    </message>
    <message>
        <source>· end</source>
        <translation>· 끝</translation>
    </message>
    <message>
        <source> · backward</source>
        <translation>· 역전파</translation>
    </message>
    <message>
        <source>· readout</source>
        <translation>· 출력층</translation>
    </message>
    <message>
        <source>run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>dc by unit</source>
        <translation>유닛별 dc</translation>
    </message>
    <message>
        <source>mean f</source>
        <translation>f 평균</translation>
    </message>
    <message>
        <source>per step</source>
        <translation>단계당</translation>
    </message>
    <message>
        <source>arrives</source>
        <translation>도달</translation>
    </message>
    <message>
        <source>along c</source>
        <translation>c를 따라</translation>
    </message>
    <message>
        <source>directions</source>
        <translation>방향별 배율</translation>
    </message>
    <message>
        <source>slopes &lt; 0.05</source>
        <translation>접선 기울기 &lt; 0.05</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Click a pinned run to compare with it; double-click to open it</source>
        <translation>기준 실행을 클릭하면 비교하고, 더블 클릭하면 엽니다</translation>
    </message>
    <message>
        <source>Gradient of c by unit over time: sign and power of ten, one scale for all runs</source>
        <translation>시간에 따른 유닛별 c의 기울기입니다. 부호와 자릿수를 모든 실행에 같은 척도로 보여 줍니다</translation>
    </message>
    <message>
        <source>Mean of the forget gate over units and timesteps</source>
        <translation>모든 유닛과 시점의 망각 게이트 평균입니다</translation>
    </message>
    <message>
        <source>Mean growth of ‖(dh, dc)‖ per step back</source>
        <translation>한 단계 거슬러 갈 때 h와 c의 기울기가 함께 몇 배가 되는지입니다</translation>
    </message>
    <message>
        <source>‖(dh, dc)‖ at the end of the backward pass, divided by ‖(dh, dc)‖ at its start</source>
        <translation>역전파 끝의 ‖(dh, dc)‖를 시작의 ‖(dh, dc)‖로 나눈 값입니다</translation>
    </message>
    <message>
        <source>Share of the gradient that arrives along c only, not through the gates</source>
        <translation>도달한 기울기 중 게이트를 거치지 않고 c만 따라온 비율입니다</translation>
    </message>
    <message>
        <source>Spectral radius of a step&apos;s Jacobian: the median over time or, for H &gt; 64, the value at the viewed timestep</source>
        <translation>한 단계의 야코비 행렬의 스펙트럼 반지름입니다. 모든 시점의 중앙값이며, H &gt; 64이면 보고 있는 시점의 값입니다.</translation>
    </message>
    <message>
        <source>Norm of a step&apos;s Jacobian, the most that it can amplify a gradient: the median over time or, for H &gt; 64, the value at the viewed timestep</source>
        <translation>야코비 행렬의 노름으로, 한 단계에서 기울기가 커질 수 있는 최대 배율입니다. 모든 시점의 중앙값이며, H &gt; 64이면 보고 있는 시점의 값입니다.</translation>
    </message>
    <message>
        <source>Mean growth per backward step in the four fastest-growing directions, by QR of the Jacobians: how much any gradient can grow here</source>
        <translation>가장 많이 커지는 네 방향의 단계당 평균 배율입니다(야코비 행렬의 QR 분해). 어떤 기울기든 여기서 얼마나 커질 수 있는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Share of each curve&apos;s slopes below 0.05, where almost no gradient gets through</source>
        <translation>각 곡선의 접선 기울기 중 0.05보다 작은 비율입니다. 그런 곳으로는 기울기가 거의 지나가지 못합니다</translation>
    </message>
    <message>
        <source>What happens to the gradient, and which path carries it</source>
        <translation>기울기가 어떻게 되는지, 무엇이 날랐는지입니다</translation>
    </message>
    <message>
        <source>Ten seeds not run: the weights are not PyTorch&apos;s defaults</source>
        <translation>가중치가 PyTorch 초깃값이 아니므로 시드 10개를 계산하지 않습니다.</translation>
    </message>
    <message>
        <source>Results for ten seeds appear here after the backward pass</source>
        <translation>역전파를 끝까지 진행하면 시드 10개의 결과가 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Ten new random networks with this forget bias and this input: geometric mean and range</source>
        <translation>망각 게이트 편향과 입력은 그대로 두고 새로 뽑은 네트워크 10개의 기하 평균과 범위입니다.</translation>
    </message>
    <message>
        <source>{n} of ten seeds</source>
        <translation>시드 10개 중 {n}개</translation>
    </message>
    <message>
        <source>ten seeds</source>
        <translation>시드 10개</translation>
    </message>
    <message>
        <source>median</source>
        <translation>중앙값</translation>
    </message>
    <message>
        <source>this run</source>
        <translation>지금 실행</translation>
    </message>
    <message>
        <source>compared with</source>
        <translation>비교 중</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>기준 실행</translation>
    </message>
    <message>
        <source>Not computed</source>
        <translation>계산하지 않음</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>Timestep or gate step</source>
        <translation>시점 또는 게이트 단계</translation>
    </message>
    <message>
        <source>A timestep such as 3, a gate step such as 3:f, or a value such as f[1] at 3</source>
        <translation>시점(예: 3), 게이트 단계(예: 3:f) 또는 값(예: f[1] at 3)을 입력하세요</translation>
    </message>
    <message>
        <source>A timestep such as 3 or “back 3”, a step such as 3:f or 3:df, or “loss”</source>
        <translation>시점(예: 3, back 3), 그 단계(예: 3:f, 3:df) 또는 loss를 입력하세요</translation>
    </message>
    <message>
        <source>Timestep, 0 to {last}</source>
        <translation>시점, 0~{last}</translation>
    </message>
    <message>
        <source>type a timestep such as 3, or a gate step such as 3:f</source>
        <translation>시점(예: 3)이나 게이트 단계(예: 3:f)를 입력하세요</translation>
    </message>
    <message>
        <source>Reading {name} …</source>
        <translation>{name} 읽는 중…</translation>
    </message>
    <message>
        <source>before “{edit}”</source>
        <translation>“{edit}” 전</translation>
    </message>
    <message>
        <source>comparing gradients with {name} takes {needed} of memory, but only {free} is free, so they are not compared</source>
        <translation>{name}의 기울기까지 두려면 메모리 {needed}이(가) 필요한데 {free}만 비어 있어 비교하지 않습니다</translation>
    </message>
    <message>
        <source>comparing gradients with {name} takes {needed} of memory</source>
        <translation>{name}의 기울기까지 메모리 {needed}을(를) 씁니다</translation>
    </message>
    <message>
        <source>the comparison needs {needed} of memory; {free} is free</source>
        <translation>둘을 합쳐 메모리 {needed}이(가) 필요한데 남은 메모리는 {free}입니다</translation>
    </message>
    <message>
        <source>Which array in {name}?</source>
        <translation>{name}: 어느 배열을 읽을까요?</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>읽을 배열</translation>
    </message>
    <message>
        <source>an initial state</source>
        <translation>초기 상태</translation>
    </message>
    <message>
        <source>Which LSTM in {name}?</source>
        <translation>{name}: 어느 LSTM을 열까요?</translation>
    </message>
    <message>
        <source>LSTMs in the file</source>
        <translation>파일에 있는 LSTM</translation>
    </message>
    <message>
        <source>Choose one; the text below says how its weights are read</source>
        <translation>하나를 고르면 가중치를 읽는 방법이 아래에 나옵니다</translation>
    </message>
    <message>
        <source>How it is read</source>
        <translation>읽는 방식</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>층 {count}개</translation>
    </message>
    <message>
        <source>bidirectional</source>
        <translation>양방향</translation>
    </message>
    <message>
        <source>projected to {size}</source>
        <translation>투영 크기 {size}</translation>
    </message>
    <message>
        <source>no bias</source>
        <translation>편향 없음</translation>
    </message>
    <message>
        <source>&amp;Apply to the model</source>
        <translation>모델에 적용(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Go there</source>
        <translation>그곳으로 이동(&amp;G)</translation>
    </message>
    <message>
        <source>This LSTM with</source>
        <translation>이 LSTM에 적용하면</translation>
    </message>
    <message>
        <source>Nearest: this LSTM with</source>
        <translation>가장 가까운 것: 이 LSTM에 적용하면</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>일치</translation>
    </message>
    <message>
        <source>of</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>largest difference</source>
        <translation>최대 차이</translation>
    </message>
    <message>
        <source>error left</source>
        <translation>남은 오차</translation>
    </message>
    <message>
        <source>Explanations, best first</source>
        <translation>가능한 원인(잘 맞는 순)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>{quantity} near the difference, batch {batch}, directions side by side:</source>
        <translation>그 위치 주변의 {quantity}(배치 행 {batch}, 두 방향을 나란히):</translation>
    </message>
    <message>
        <source>{quantity} near the difference, batch {batch}, by {quantity} row:</source>
        <translation>그 위치 주변의 {quantity}(배치 행 {batch}, {quantity}의 행별):</translation>
    </message>
    <message>
        <source>{quantity} near the difference, layer {layer} {direction}, batch {batch}:</source>
        <translation>그 위치 주변의 {quantity}({layer}번 층 {direction}, 배치 행 {batch}):</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>불러온 값</translation>
    </message>
    <message>
        <source>here</source>
        <translation>이 LSTM</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>with the mistake</source>
        <translation>오류를 넣은 값</translation>
    </message>
    <message>
        <source>remaining difference</source>
        <translation>남은 차이</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>양쪽의 값</translation>
    </message>
    <message>
        <source>Edits the weights, input or states here so that they reproduce your numbers</source>
        <translation>불러온 값이 나오도록 여기의 가중치, 입력 또는 상태를 바꿉니다</translation>
    </message>
    <message>
        <source>This mistake is not in the weights, input or states, so no edit here can reproduce it</source>
        <translation>가중치, 입력, 상태의 오류가 아니므로 여기에서 편집해 만들 수 없습니다</translation>
    </message>
    <message>
        <source>Export an animation</source>
        <translation>애니메이션 내보내기</translation>
    </message>
    <message>
        <source>timestep</source>
        <translation>시점</translation>
    </message>
    <message>
        <source>gate step</source>
        <translation>게이트 단계</translation>
    </message>
    <message>
        <source> frames per second</source>
        <translation> 프레임/초</translation>
    </message>
    <message>
        <source>Picture of</source>
        <translation>내보낼 대상</translation>
    </message>
    <message>
        <source>From</source>
        <translation>시작 위치</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝 위치</translation>
    </message>
    <message>
        <source>One frame per</source>
        <translation>이미지 단위</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>{count:,} frames, {seconds:,.1f} s</source>
        <translation>이미지 {count:,}장, {seconds:,.1f}초</translation>
    </message>
    <message>
        <source>{text}: at most {most:,} frames</source>
        <translation>{text}: 이미지는 {most:,}장까지입니다</translation>
    </message>
    <message>
        <source>CSV, one row per unit</source>
        <translation>CSV, 유닛마다 한 행</translation>
    </message>
    <message>
        <source>NumPy .npz, with torch&apos;s names</source>
        <translation>NumPy .npz, torch의 이름으로</translation>
    </message>
    <message>
        <source>CSV, one row per value</source>
        <translation>CSV, 값마다 한 행</translation>
    </message>
    <message>
        <source>Export the gradients</source>
        <translation>기울기 내보내기</translation>
    </message>
    <message>
        <source>Gradients of</source>
        <translation>기울기의 대상</translation>
    </message>
    <message>
        <source>NumPy .npz, one array per quantity and layer</source>
        <translation>NumPy .npz, 값의 종류와 층마다 배열 하나</translation>
    </message>
    <message>
        <source>Parquet, one row per unit</source>
        <translation>Parquet, 유닛마다 한 행</translation>
    </message>
    <message>
        <source>Parquet, one row per value</source>
        <translation>Parquet, 값마다 한 행</translation>
    </message>
    <message>
        <source>the readout targets that count towards the loss</source>
        <translation>손실에 들어가는 곳에서 출력층이 내야 할 값</translation>
    </message>
    <message>
        <source>Export the trace</source>
        <translation>트레이스 내보내기</translation>
    </message>
    <message>
        <source>all, or e.g. 0,2-3 (0 to {last})</source>
        <translation>전체 또는 0,2-3처럼 (0~{last})</translation>
    </message>
    <message>
        <source>all, or e.g. 0-7,12 (0 to {last})</source>
        <translation>전체 또는 0-7,12처럼 (0~{last})</translation>
    </message>
    <message>
        <source>Include torch values and differences</source>
        <translation>PyTorch의 값과 차이도 함께</translation>
    </message>
    <message>
        <source>Include input</source>
        <translation>입력도 함께</translation>
    </message>
    <message>
        <source>Adds the LSTM input at each timestep, one column x_… per feature</source>
        <translation>시점마다 LSTM이 읽는 값입니다. 특징마다 x_… 열 하나가 끝에 붙습니다.</translation>
    </message>
    <message>
        <source>Include the model and the sequence, so the run can be replayed</source>
        <translation>다시 돌려 볼 수 있도록 모델과 시퀀스도 함께</translation>
    </message>
    <message>
        <source>PyTorch computes the run too, which takes a while</source>
        <translation>PyTorch도 실행을 계산합니다. 시간이 걸립니다</translation>
    </message>
    <message>
        <source>Opening the file then restores the model and its run</source>
        <translation>그러면 파일을 모델과 실행으로 열 수 있습니다</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>형식(&amp;F)</translation>
    </message>
    <message>
        <source>Quantities</source>
        <translation>값의 종류</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>층(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Units</source>
        <translation>유닛(&amp;U)</translation>
    </message>
    <message>
        <source>F&amp;irst timestep</source>
        <translation>첫 시점(&amp;I)</translation>
    </message>
    <message>
        <source>L&amp;ast timestep</source>
        <translation>마지막 시점(&amp;A)</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>트레이스</translation>
    </message>
    <message>
        <source>{text!r} is not valid. Type whole numbers and ranges, e.g. 0-3,7</source>
        <translation>{text!r} 대신 0-3,7처럼 정수와 범위로 입력하세요</translation>
    </message>
    <message>
        <source>there are too many numbers</source>
        <translation>수가 너무 많습니다</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>값 고정</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>First held timestep</source>
        <translation>고정을 시작하는 시점입니다</translation>
    </message>
    <message>
        <source>Last held timestep</source>
        <translation>마지막으로 고정하는 시점입니다</translation>
    </message>
    <message>
        <source>Units, e.g. 0–3, 7, or all</source>
        <translation>유닛을 0–3, 7 또는 전체처럼 씁니다</translation>
    </message>
    <message>
        <source>type the units, e.g. 0–3, 7, or all</source>
        <translation>유닛을 0–3, 7 또는 전체처럼 입력하세요</translation>
    </message>
    <message>
        <source>the last timestep comes before the first</source>
        <translation>마지막 시점이 첫 시점보다 앞입니다</translation>
    </message>
    <message>
        <source>&amp;Quantity</source>
        <translation>값의 종류(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Layer</source>
        <translation>층(&amp;L)</translation>
    </message>
    <message>
        <source>to</source>
        <translation>~</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>범위(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Batch row</source>
        <translation>배치 행(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Value</source>
        <translation>값(&amp;V)</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>값의 종류</translation>
    </message>
    <message>
        <source>Layer and direction</source>
        <translation>층과 방향</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>유닛</translation>
    </message>
    <message>
        <source>First timestep</source>
        <translation>첫 시점</translation>
    </message>
    <message>
        <source>Last timestep</source>
        <translation>마지막 시점</translation>
    </message>
    <message>
        <source>Batch row</source>
        <translation>배치 행</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>e.g. 0–3, 7, or all</source>
        <translation>0–3, 7 또는 전체</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Settings sections</source>
        <translation>설정의 부분</translation>
    </message>
    <message>
        <source>General</source>
        <translation>일반</translation>
    </message>
    <message>
        <source>Appearance, numbers, language and check</source>
        <translation>모양, 값, 언어, 검사</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Keys for all actions</source>
        <translation>모든 동작의 단축키</translation>
    </message>
    <message>
        <source>Restore de&amp;faults</source>
        <translation>모두 초기화(&amp;F)</translation>
    </message>
    <message>
        <source>Restores the defaults for everything on this tab</source>
        <translation>이 탭의 모든 설정을 처음 상태로 되돌립니다</translation>
    </message>
    <message>
        <source>In heat maps and tables</source>
        <translation>히트맵과 표에서</translation>
    </message>
    <message>
        <source>On a value&apos;s card</source>
        <translation>값의 설명 카드</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>용어</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>뜻</translation>
    </message>
    <message>
        <source>Keys, mouse and glossary</source>
        <translation>키, 마우스, 용어</translation>
    </message>
    <message>
        <source>Shows the lines that contain all these words</source>
        <translation>이 단어가 모두 있는 줄만 보여 줍니다</translation>
    </message>
    <message>
        <source>Help sections</source>
        <translation>도움말의 부분</translation>
    </message>
    <message>
        <source>Every key, by menu</source>
        <translation>메뉴별 모든 단축키</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>마우스</translation>
    </message>
    <message>
        <source>What each click, double-click, right-click and drag does</source>
        <translation>클릭, 더블 클릭, 오른쪽 클릭, 끌기로 할 수 있는 일</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>용어</translation>
    </message>
    <message>
        <source>LSTM and Gatestep terms</source>
        <translation>LSTM과 이 창의 용어</translation>
    </message>
    <message>
        <source>No line contains “{text}”.</source>
        <translation>“{text}”이(가) 있는 줄이 없습니다.</translation>
    </message>
    <message>
        <source>New LSTM</source>
        <translation>새 LSTM</translation>
    </message>
    <message>
        <source>unbatched</source>
        <translation>배치 없음</translation>
    </message>
    <message>
        <source>train mode: draw dropout masks from the seed</source>
        <translation>train 모드: 시드로 드롭아웃 마스크를 뽑기</translation>
    </message>
    <message>
        <source>Weights and input</source>
        <translation>가중치와 입력</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>레슨</translation>
    </message>
    <message>
        <source>One idea at a time, with a task and a question. Shown while a lesson is open.</source>
        <translation>한 번에 한 가지 개념과 과제, 질문을 도구 옆에 보여 줍니다. 레슨이 열려 있는 동안 나타납니다.</translation>
    </message>
    <message>
        <source>The matrices that the current step reads, with the vectors they multiply. Click to select a weight, drag to change it.</source>
        <translation>현재 단계가 읽는 행렬과 거기에 곱하는 값입니다. 클릭하면 가중치를 선택하고, 끌면 값이 바뀝니다.</translation>
    </message>
    <message>
        <source>The cell as a diagram. The highlighted box is the last step computed. Click a number to see how it is computed.</source>
        <translation>셀의 그림입니다. 밝은 칸이 마지막으로 계산한 단계입니다. 값을 클릭하면 계산 내역을 보여 줍니다.</translation>
    </message>
    <message>
        <source>One value as a sum, term by term. Each factor links to where it comes from.</source>
        <translation>값 하나를 항별 합으로 보여 줍니다. 인수를 누르면 그 값의 출처로 갑니다.</translation>
    </message>
    <message>
        <source>All values of the viewed cell, one row per unit. Click to see how a value is computed.</source>
        <translation>보고 있는 셀의 모든 값을 유닛마다 한 행으로 보여 줍니다. 값을 클릭하면 계산 내역을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Quantities over all timesteps, as colours, bars or curves. Click to view that timestep in every panel.</source>
        <translation>모든 시점의 값을 색, 막대 또는 곡선으로 보여 줍니다. 클릭하면 모든 패널에서 그 시점을 봅니다.</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>활성화 분포</translation>
    </message>
    <message>
        <source>All units as dots on the curve of their activation, above a histogram. Shows which are saturated.</source>
        <translation>모든 유닛을 활성화 함수 곡선 위의 점과 히스토그램으로 보여 줍니다. 어떤 유닛이 포화되었는지 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Every tensor with its shape, as a formula and in numbers, and the effect of each option.</source>
        <translation>모든 텐서의 형상을 식과 수로 보여 주고, 옵션을 바꾸면 무엇이 달라지는지 알려 줍니다.</translation>
    </message>
    <message>
        <source>Everything that is held or cut. Each line can be released.</source>
        <translation>고정한 값과 끊은 연결을 모두 보여 주며, 하나씩 해제할 수 있습니다.</translation>
    </message>
    <message>
        <source>Values to follow at every step, and conditions to stop at.</source>
        <translation>단계마다 지켜볼 값과, 실행을 멈출 조건입니다.</translation>
    </message>
    <message>
        <source>The sequence, h_0 and c_0 to edit, and the next timestep to append.</source>
        <translation>시퀀스, h_0, c_0을 바꾸고 다음 시점을 덧붙입니다.</translation>
    </message>
    <message>
        <source>What PyTorch computes at every step, and how much of the rounding allowance is used.</source>
        <translation>단계마다 PyTorch의 판정과, 반올림 허용 오차 사용률을 보여 줍니다.</translation>
    </message>
    <message>
        <source>What the readout predicts at this timestep, most likely first, with the target and the loss.</source>
        <translation>이 시점에서 출력층의 예측을 가능성이 높은 것부터 목표값, 손실과 함께 보여 줍니다.</translation>
    </message>
    <message>
        <source>Gradient flow</source>
        <translation>기울기 흐름</translation>
    </message>
    <message>
        <source>Gradient size back through time, the paths that carry the gradient and how much of it arrives, in this run and in pinned runs.</source>
        <translation>시간을 거슬러 가는 기울기의 크기, 무엇이 날랐는지, 얼마나 도달하는지를 지금 실행과 기준 실행에서 나란히 보여 줍니다.</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>기여</translation>
    </message>
    <message>
        <source>How much each timestep of the input contributes to the loss, or to a chosen value.</source>
        <translation>입력의 각 시점이 손실이나 고른 값에 얼마나 기여했는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>number of features of x at each timestep</source>
        <translation>시점마다 x에 들어 있는 값의 개수</translation>
    </message>
    <message>
        <source>H, the number of units: the size of c, h and each gate</source>
        <translation>유닛 수 H, 곧 c, h, 각 게이트의 값 개수</translation>
    </message>
    <message>
        <source>stacked cells; each reads the h of the one below</source>
        <translation>쌓은 층의 수. 각 층은 아래층의 h를 읽습니다</translation>
    </message>
    <message>
        <source>adds b_ih and b_hh to each pre-activation z</source>
        <translation>합 z마다 b_ih와 b_hh를 더합니다</translation>
    </message>
    <message>
        <source>the axes of the input are (batch, timestep, feature)</source>
        <translation>입력의 축이 (배치, 시점, 특징) 순서입니다</translation>
    </message>
    <message>
        <source>the share of h set to 0 between layers, only in train mode</source>
        <translation>층 사이에서 0이 되는 h의 비율. train 모드에서만 쓰입니다</translation>
    </message>
    <message>
        <source>a second cell reads in reverse; the outputs are concatenated</source>
        <translation>두 번째 셀이 끝에서부터 읽고, 두 출력을 이어 붙입니다</translation>
    </message>
    <message>
        <source>if &gt; 0, W_hr projects h to this size; c has size H</source>
        <translation>0보다 크면 W_hr이 h를 그만큼의 값으로 투영합니다. c는 H개 그대로입니다</translation>
    </message>
    <message>
        <source>about 7 or 16 digits</source>
        <translation>값마다 유효숫자 약 7자리 또는 16자리</translation>
    </message>
    <message>
        <source>The forget biases start near 0, so f is about 0.5 and c decays within a few steps. They are often set to 1 for training.</source>
        <translation>망각 게이트 편향이 0 근처에서 시작하므로 f가 약 0.5이고 c는 몇 단계 안에 사라집니다. 학습할 때는 흔히 1에서 시작합니다.</translation>
    </message>
    <message>
        <source>How the weights are initialised</source>
        <translation>가중치를 채우는 방법입니다</translation>
    </message>
    <message>
        <source>The same seed gives the same weights, inputs and masks</source>
        <translation>시드가 같으면 같은 가중치, 입력, 마스크가 나옵니다</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>시퀀스</translation>
    </message>
    <message>
        <source>What the LSTM reads</source>
        <translation>LSTM이 읽을 시퀀스입니다</translation>
    </message>
    <message>
        <source>Timesteps</source>
        <translation>시점 수</translation>
    </message>
    <message>
        <source>T, the length of the sequence</source>
        <translation>T, 시퀀스의 길이입니다</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>Sequences computed in parallel</source>
        <translation>나란히 계산하는 시퀀스의 수입니다</translation>
    </message>
    <message>
        <source>Dropout acts only in train mode</source>
        <translation>드롭아웃은 train 모드에서만 작용합니다</translation>
    </message>
    <message>
        <source>nn.LSTM does not accept this: {error}</source>
        <translation>nn.LSTM이 거부합니다. {error}</translation>
    </message>
    <message>
        <source>nn.LSTM warns: {warning}</source>
        <translation>nn.LSTM이 경고합니다: {warning}</translation>
    </message>
    <message>
        <source>{count:,} parameters; all values of a run take {bytes}</source>
        <translation>파라미터 {count:,}개. 한 실행의 모든 값은 {bytes}을(를) 차지합니다</translation>
    </message>
    <message>
        <source>Normalise the sequence</source>
        <translation>시퀀스 정규화</translation>
    </message>
    <message>
        <source>Statistics are computed from the values as read, without padding. Those values are kept: “as they were read” restores them exactly.</source>
        <translation>읽은 값에서 패딩을 빼고 계산합니다. 읽은 값은 남아 있어서 “읽은 그대로”를 고르면 비트까지 같은 값으로 돌아갑니다.</translation>
    </message>
    <message>
        <source>&amp;Values</source>
        <translation>값(&amp;V)</translation>
    </message>
    <message>
        <source>values as read</source>
        <translation>읽은 그대로의 값</translation>
    </message>
    <message>
        <source>normalise the sequence</source>
        <translation>시퀀스 정규화</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Plain text, saved in the workspace</source>
        <translation>작업 파일에 저장되는 텍스트입니다</translation>
    </message>
    <message>
        <source>What you tried, what you saw. Saved with the workspace.</source>
        <translation>시도한 것과 본 것을 적으세요. 작업 파일에 함께 저장됩니다.</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>옵션</translation>
    </message>
    <message>
        <source>if empty: {lengths}</source>
        <translation>지정 안 함: {lengths}</translation>
    </message>
    <message>
        <source>The axes of input and output are (batch, timestep, feature)</source>
        <translation>입력과 출력의 축이 (배치, 시점, 특징) 순서입니다</translation>
    </message>
    <message>
        <source>The share of h that is set to 0 between layers, in train mode</source>
        <translation>train 모드에서 층 사이의 h를 0으로 만드는 비율입니다</translation>
    </message>
    <message>
        <source>Train mode, which draws dropout masks; eval mode draws none</source>
        <translation>드롭아웃 마스크를 뽑는 train 모드입니다. eval 모드에는 마스크가 없습니다</translation>
    </message>
    <message>
        <source>The seed that torch uses for the masks</source>
        <translation>torch가 마스크를 뽑을 때 쓰는 시드입니다</translation>
    </message>
    <message>
        <source>About 7 or 16 digits</source>
        <translation>값마다 유효숫자 약 7자리 또는 16자리입니다</translation>
    </message>
    <message>
        <source>Number of timesteps in each batch row, e.g. 5 3 4</source>
        <translation>배치 행마다 시점이 몇 개인지, 5 3 4처럼 씁니다</translation>
    </message>
    <message>
        <source>type the lengths as whole numbers, e.g. 7, 5, 2</source>
        <translation>길이를 7, 5, 2처럼 정수로 입력하세요</translation>
    </message>
    <message>
        <source>Train mode: torch draws the dropout masks with this seed.</source>
        <translation>train 모드: torch가 이 시드로 드롭아웃 마스크를 뽑습니다.</translation>
    </message>
    <message>
        <source>dropout acts between layers: with one layer it does nothing.</source>
        <translation>dropout은 층 사이에 작용하므로, 층이 하나면 아무 일도 하지 않습니다.</translation>
    </message>
    <message>
        <source>dropout acts only in train mode.</source>
        <translation>dropout은 train 모드에서만 작용합니다.</translation>
    </message>
    <message>
        <source>Train mode has no effect without dropout.</source>
        <translation>dropout이 없으면 train 모드는 아무 일도 하지 않습니다.</translation>
    </message>
    <message>
        <source>batch_first has no effect on an unbatched input.</source>
        <translation>배치가 없는 입력에는 batch_first가 아무 일도 하지 않습니다.</translation>
    </message>
    <message>
        <source>float32 rounds every weight and input.</source>
        <translation>float32에서는 모든 가중치와 입력이 반올림됩니다.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>무엇을 할까요?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>명령 찾기</translation>
    </message>
    <message>
        <source>Part of the command&apos;s name, or another word for it</source>
        <translation>명령의 이름이나 다른 말을 입력하세요</translation>
    </message>
    <message>
        <source>View {number}</source>
        <translation>{number} 보기</translation>
    </message>
    <message>
        <source>Go to t {t}, backward</source>
        <translation>역전파의 t {t}(으)로 이동</translation>
    </message>
    <message>
        <source>Go to t {t}</source>
        <translation>t {t}(으)로 이동</translation>
    </message>
    <message>
        <source>Enter or a click runs it</source>
        <translation>Enter나 클릭으로 실행합니다</translation>
    </message>
    <message>
        <source>{name} holds a trace with its model and sequence. Open and replay them, or compare the trace with what is open?</source>
        <translation>{name}에는 트레이스를 만든 모델과 시퀀스가 들어 있습니다. 열어서 재현할까요, 아니면 지금 열린 것과 비교할까요?</translation>
    </message>
    <message>
        <source>Open a trace</source>
        <translation>트레이스 열기</translation>
    </message>
    <message>
        <source>&amp;Replay</source>
        <translation>재현(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>비교(&amp;C)</translation>
    </message>
    <message>
        <source>Gatestep&apos;s engine will deliberately make one mistake. PyTorch keeps computing correctly, so the badge and the Check panel can find the mistake. It is never saved.</source>
        <translation>Gatestep 엔진에 오류를 하나 일부러 넣습니다. PyTorch는 계속 바르게 계산하므로, 배지와 검사 패널이 그 오류를 찾아내는 과정을 볼 수 있습니다. 주입한 오류는 파일에 저장되지 않습니다.</translation>
    </message>
    <message>
        <source>link check: cell inputs and results are compared with their sources</source>
        <translation>연결 검사: 셀이 읽는 값과 결과의 값이 원본 값과 같은지 봅니다</translation>
    </message>
    <message>
        <source>step check: each cell is recomputed on its own from its recorded inputs</source>
        <translation>단계 검사: 각 셀을 바로 앞에 기록된 값에서 다시 계산합니다</translation>
    </message>
    <message>
        <source>sum check: the gradients of the weights are added up again, block by block</source>
        <translation>합 검사: 가중치의 기울기를 블록마다 다시 더합니다</translation>
    </message>
    <message>
        <source>window check: a few steps are computed by torch.nn.LSTM</source>
        <translation>구간 검사: torch.nn.LSTM으로 몇 단계를 계산합니다</translation>
    </message>
    <message>
        <source>Choose one; the text below says what the check will find</source>
        <translation>하나를 고르면 검사가 알려 줄 내용이 아래에 나옵니다</translation>
    </message>
    <message>
        <source>No check will detect it. {why}</source>
        <translation>어떤 검사도 알려 주지 않습니다. {why}</translation>
    </message>
    <message>
        <source>It changes no value in this run, so torch will still agree.</source>
        <translation>이 실행에서는 아무 값도 바뀌지 않으므로 검사는 계속 일치합니다.</translation>
    </message>
    <message>
        <source>torch will disagree. This check will find the first wrong value:</source>
        <translation>torch와 일치하지 않게 됩니다. 처음으로 틀린 값을 다음 검사가 알려 줍니다.</translation>
    </message>
    <message>
        <source>torch will disagree. One of these checks will find the first wrong value:</source>
        <translation>torch와 일치하지 않게 됩니다. 처음으로 틀린 값을 다음 검사 중 하나가 알려 줍니다.</translation>
    </message>
    <message>
        <source>Inject an error</source>
        <translation>오류 주입</translation>
    </message>
    <message>
        <source>Injected error: {name}. Gatestep&apos;s numbers are wrong on purpose.</source>
        <translation>주입한 오류: {name}. Gatestep 엔진이 일부러 틀린 값을 계산합니다.</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>오류 목록</translation>
    </message>
    <message>
        <source>{title} has unsaved changes. Save them before closing?</source>
        <translation>{title} 문서에 저장하지 않은 변경 사항이 있습니다. 닫기 전에 저장할까요?</translation>
    </message>
    <message>
        <source>{count} documents have unsaved changes. Save them before closing?</source>
        <translation>저장되지 않은 변경 사항이 있는 문서가 {count}개 있습니다. 닫기 전에 저장할까요?</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>저장하지 않은 변경 사항</translation>
    </message>
    <message>
        <source>&amp;Save all</source>
        <translation>모두 저장(&amp;S)</translation>
    </message>
    <message>
        <source>Changed on disk</source>
        <translation>디스크에서 바뀐 파일</translation>
    </message>
    <message>
        <source>&amp;Overwrite</source>
        <translation>덮어쓰기(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>다시 열기(&amp;R)</translation>
    </message>
    <message>
        <source>Reload opens the file as it is now; undo brings back what is open here.</source>
        <translation>다시 열기는 지금 파일의 내용을 엽니다. 실행 취소로 여기서 열려 있던 상태로 돌아갈 수 있습니다.</translation>
    </message>
    <message>
        <source>File in use by another document</source>
        <translation>다른 문서의 파일</translation>
    </message>
    <message>
        <source>{name} now belongs to another document in this window. Overwrite it with “{title}”?</source>
        <translation>{name} 파일에는 이제 이 창의 다른 문서가 저장되어 있습니다. “{title}” 문서로 덮어쓸까요?</translation>
    </message>
    <message>
        <source>If you overwrite it, the other document loses its file.</source>
        <translation>덮어쓰면 그 다른 문서는 저장된 파일이 없게 됩니다.</translation>
    </message>
    <message>
        <source>{name} has changed on disk since it was opened or saved here. Another window or program changed it. Overwrite it with “{title}”?</source>
        <translation>여기서 열거나 저장한 뒤에 {name} 파일이 디스크에서 바뀌었습니다. 다른 창이나 프로그램이 저장했습니다. “{title}” 문서로 덮어쓸까요?</translation>
    </message>
    <message>
        <source>{name} is being saved by another document. Choose another file for “{title}”.</source>
        <translation>{name} 파일에는 함께 저장하는 다른 문서가 저장됩니다. “{title}” 문서를 저장할 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{names} already exists. Replace it?</source>
        <translation>{names} 파일이 이미 있습니다. 덮어쓸까요?</translation>
    </message>
    <message>
        <source>{names} already exist. Replace them?</source>
        <translation>{names} 파일이 이미 있습니다. 모두 덮어쓸까요?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>덮어쓰기</translation>
    </message>
    <message>
        <source>Read this column before the one above (Alt+Up)</source>
        <translation>이 열을 위의 열보다 먼저 읽습니다(Alt+Up)</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>나중에(&amp;L)</translation>
    </message>
    <message>
        <source>What should be read from {name}?</source>
        <translation>{name}: 무엇을 읽을까요?</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>위로(&amp;U)</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>아래로(&amp;D)</translation>
    </message>
    <message>
        <source>Read this column after the one below (Alt+Down)</source>
        <translation>이 열을 아래의 열보다 나중에 읽습니다(Alt+Down)</translation>
    </message>
    <message>
        <source>numbers: 0, 1, 2, …</source>
        <translation>번호 0, 1, 2, …</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>축</translation>
    </message>
    <message>
        <source>{has}, but the model&apos;s input_size is {input_size}. Choose the columns to read, in order.</source>
        <translation>{has}, 모델의 input_size는 {input_size}입니다. 읽을 것을 순서대로 고르세요.</translation>
    </message>
    <message>
        <source>Timestep names</source>
        <translation>시점의 이름</translation>
    </message>
    <message>
        <source>&amp;Timestep names</source>
        <translation>시점의 이름(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Axes</source>
        <translation>축(&amp;A)</translation>
    </message>
    <message>
        <source>choose {missing} more</source>
        <translation>{missing}개를 더 골라야 합니다</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>파일 {count}개</translation>
    </message>
    <message>
        <source>It has {count} columns, {shape}</source>
        <translation>열 {count}개, {shape}</translation>
    </message>
    <message>
        <source>The files are rows of one batch, with {steps} timesteps and {count} columns</source>
        <translation>각 파일은 한 배치의 한 행이며 시점 {steps}개, 열 {count}개입니다</translation>
    </message>
    <message>
        <source>(T, B, I) = {shape}: {steps} timesteps of {rows} rows, {width} features</source>
        <translation>(T, B, I) = {shape}: 시점 {steps}개, 행 {rows}개, 특징 {width}개</translation>
    </message>
    <message>
        <source>(B, T, I) = {shape}: {rows} rows of {steps} timesteps, {width} features</source>
        <translation>(B, T, I) = {shape}: 행 {rows}개, 시점 {steps}개, 특징 {width}개</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>문자</translation>
    </message>
    <message>
        <source>words (split at spaces)</source>
        <translation>단어: 공백으로 나눈 것</translation>
    </message>
    <message>
        <source>{count:,} whole numbers, 0 to {largest}: these look like token ids. Read them as</source>
        <translation>0~{largest} 범위의 정수 {count:,}개는 토큰 id로 보입니다. 읽는 방법</translation>
    </message>
    <message>
        <source>Read {name} as a sequence</source>
        <translation>{name} 파일을 시퀀스로 읽기</translation>
    </message>
    <message>
        <source>the text&apos;s own tokens, sorted</source>
        <translation>이 텍스트의 토큰을 정렬한 것</translation>
    </message>
    <message>
        <source>From a &amp;file…</source>
        <translation>파일에서(&amp;F)…</translation>
    </message>
    <message>
        <source>one-hot vectors, one value per id</source>
        <translation>원-핫 벡터, id 수만큼의 길이</translation>
    </message>
    <message>
        <source>rows of {name}</source>
        <translation>{name}의 행</translation>
    </message>
    <message>
        <source>token ids, separated by spaces, commas or line breaks</source>
        <translation>토큰 id: 공백, 쉼표, 줄로 나눈 정수</translation>
    </message>
    <message>
        <source>Uses the vocabulary of your model</source>
        <translation>모델의 어휘 파일을 읽습니다</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>어휘</translation>
    </message>
    <message>
        <source>id</source>
        <translation>id</translation>
    </message>
    <message>
        <source>token</source>
        <translation>토큰</translation>
    </message>
    <message>
        <source>Each token with its id</source>
        <translation>토큰과 그 토큰을 나타내는 수입니다</translation>
    </message>
    <message>
        <source>First tokens</source>
        <translation>처음 토큰들</translation>
    </message>
    <message>
        <source>The text as the LSTM reads it, one token per timestep</source>
        <translation>LSTM이 읽는 텍스트로, 시점마다 토큰 하나입니다</translation>
    </message>
    <message>
        <source>&amp;Split into</source>
        <translation>나누는 단위(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Vocabulary</source>
        <translation>어휘(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Read as</source>
        <translation>읽는 방식(&amp;R)</translation>
    </message>
    <message>
        <source>Split into</source>
        <translation>나누는 단위</translation>
    </message>
    <message>
        <source>Timestep, counted from 0</source>
        <translation>0부터 센 시점입니다.</translation>
    </message>
    <message>
        <source>Character or word of the text</source>
        <translation>텍스트의 글자나 단어입니다.</translation>
    </message>
    <message>
        <source>Token id</source>
        <translation>토큰을 나타내는 수입니다.</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>읽는 방식</translation>
    </message>
    <message>
        <source>A vocabulary: one token per line, or JSON</source>
        <translation>어휘: 한 줄에 토큰 하나, 또는 JSON</translation>
    </message>
    <message>
        <source>The input has shape (T, I) = {shape}.</source>
        <translation>(T, I) = {shape} 시퀀스가 됩니다.</translation>
    </message>
    <message>
        <source>Vocabulary: {size:,} ids</source>
        <translation>어휘: id {size:,}개</translation>
    </message>
    <message>
        <source>The first of {total:,} tokens</source>
        <translation>토큰 {total:,}개 중 처음 일부</translation>
    </message>
    <message>
        <source>No embedding is available: {why}</source>
        <translation>임베딩을 쓸 수 없습니다. {why}</translation>
    </message>
    <message>
        <source>Comparing with {name}</source>
        <translation>{name} 비교하는 중</translation>
    </message>
    <message>
        <source>Why are my numbers different?</source>
        <translation>값이 다른 이유 진단</translation>
    </message>
    <message>
        <source>LSTM values ({files})</source>
        <translation>LSTM의 값 ({files})</translation>
    </message>
    <message>
        <source>their numbers</source>
        <translation>다른 사람의 값</translation>
    </message>
    <message>
        <source>{name} and this LSTM</source>
        <translation>이 LSTM과 {name} 비교</translation>
    </message>
    <message>
        <source>The open document has no such position, because its shape differs</source>
        <translation>지금 열린 실험은 형상이 달라서 그런 위치가 없습니다</translation>
    </message>
    <message>
        <source>The model has changed since the comparison. Compare again</source>
        <translation>비교한 뒤에 모델이 바뀌었습니다. 다시 비교하세요</translation>
    </message>
    <message>
        <source>apply {phrase}</source>
        <translation>적용: {phrase}</translation>
    </message>
    <message>
        <source>Open an &amp;example</source>
        <translation>예제 열기(&amp;E)</translation>
    </message>
    <message>
        <source>Only the weights, as safetensors</source>
        <translation>가중치만, safetensors로</translation>
    </message>
    <message>
        <source>Only the weights, as a PyTorch state dict</source>
        <translation>가중치만, PyTorch state dict로</translation>
    </message>
    <message>
        <source>The whole original checkpoint, with the edits</source>
        <translation>원래 체크포인트 전체에 편집 내용을 넣어서</translation>
    </message>
    <message>
        <source>Python script</source>
        <translation>Python 스크립트</translation>
    </message>
    <message>
        <source>Python script that also runs backward and prints the gradients</source>
        <translation>역전파까지 하고 기울기를 출력하는 Python 스크립트</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>모델 내보내기</translation>
    </message>
    <message>
        <source>Exporting to {name}</source>
        <translation>{name} 내보내는 중</translation>
    </message>
    <message>
        <source>Export as a PyTorch script</source>
        <translation>PyTorch 스크립트로 내보내기</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>{name} 내보내는 중</translation>
    </message>
    <message>
        <source>Saving {path} …</source>
        <translation>{path}에 저장하는 중…</translation>
    </message>
    <message>
        <source>The gradients were not exported, because the run has an injected error. Remove it first (Check menu)</source>
        <translation>값을 일부러 틀리게 계산하고 있어 기울기를 내보내지 않았습니다. 먼저 오류 주입을 해제하세요(검사 메뉴)</translation>
    </message>
    <message>
        <source>There are no gradients to export, because nothing was chosen to differentiate. Set a loss ({loss}), or choose a value ({seed})</source>
        <translation>미분할 값을 정하지 않아 내보낼 기울기가 없습니다. 손실을 정하거나({loss}), 값을 고르세요({seed})</translation>
    </message>
    <message>
        <source>Something went wrong in Gatestep ({kind} at {place}): {message}</source>
        <translation>내부에서 문제가 생겼습니다({place}의 {kind}): {message}</translation>
    </message>
    <message>
        <source>{line}. Nothing on screen is lost.</source>
        <translation>{line}. 화면의 내용은 그대로입니다.</translation>
    </message>
    <message>
        <source>{line}. Nothing on screen is lost; {file} has details, and Help → Copy details copies them for a report.</source>
        <translation>{line}. 화면에 있는 내용은 그대로입니다. 자세한 내용은 {file}에 있고, 도움말 → 자세한 정보 복사로 신고할 내용을 복사할 수 있습니다.</translation>
    </message>
    <message>
        <source>all rows</source>
        <translation>모든 배치 행</translation>
    </message>
    <message>
        <source>row {row}</source>
        <translation>배치 행 {row}</translation>
    </message>
    <message>
        <source>there is no backward pass: no target counts towards the loss</source>
        <translation>역전파할 수 없습니다. 손실에 들어가는 목표값이 없습니다</translation>
    </message>
    <message>
        <source>there is no backward pass. Choose a loss or a value to differentiate</source>
        <translation>역전파할 수 없습니다. 손실이나 미분할 값을 고르세요</translation>
    </message>
    <message>
        <source>the backward pass does not go through the readout: it starts in the cells</source>
        <translation>역전파가 출력층을 지나지 않습니다. 셀 안에서 시작합니다</translation>
    </message>
    <message>
        <source>this LSTM has no projection, so it has no {quantity}</source>
        <translation>이 LSTM에는 투영이 없어 {quantity}도 없습니다</translation>
    </message>
    <message>
        <source>{name} cut</source>
        <translation>{name} 끊김</translation>
    </message>
    <message>
        <source>a small change to it has no effect</source>
        <translation>조금 움직여도 아무것도 바뀌지 않습니다</translation>
    </message>
    <message>
        <source>its effect overflows</source>
        <translation>움직였을 때의 변화가 오버플로입니다</translation>
    </message>
    <message>
        <source>so far, {said}</source>
        <translation>지금까지 {said}</translation>
    </message>
    <message>
        <source>hold {name}</source>
        <translation>{name} 고정</translation>
    </message>
    <message>
        <source>cut {name}</source>
        <translation>{name} 연결 끊기</translation>
    </message>
    <message>
        <source>release {count} held values</source>
        <translation>고정 {count}개 해제</translation>
    </message>
    <message>
        <source>restore {name}</source>
        <translation>{name} 연결 복원</translation>
    </message>
    <message>
        <source>release {name}</source>
        <translation>{name} 고정 해제</translation>
    </message>
    <message>
        <source>there is no value to hold yet. Step, or click a value</source>
        <translation>아직 고정할 값이 없습니다. 단계를 진행하거나 값을 클릭하세요</translation>
    </message>
    <message>
        <source>A gradient follows from the values and cannot be typed</source>
        <translation>기울기는 다른 값에서 계산되므로 입력할 수 없습니다</translation>
    </message>
    <message>
        <source>A dropout mask is random and cannot be typed</source>
        <translation>드롭아웃 마스크는 무작위로 정해지므로 입력할 수 없습니다</translation>
    </message>
    <message>
        <source>This target is the input some timesteps ahead. Edit the input</source>
        <translation>이 목표값은 몇 시점 뒤의 입력입니다. 입력을 편집하세요</translation>
    </message>
    <message>
        <source>{number} is not shown yet</source>
        <translation>{number}은(는) 아직 표시되지 않습니다</translation>
    </message>
    <message>
        <source>{number} cannot be held. Hold one of {quantities}</source>
        <translation>{number}은(는) 고정할 수 없습니다. {quantities} 중 하나를 고정하세요</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>방향</translation>
    </message>
    <message>
        <source>{name} shown in the panels</source>
        <translation>패널에 표시할 {name}</translation>
    </message>
    <message>
        <source>layer {layer}</source>
        <translation>{layer}번 층</translation>
    </message>
    <message>
        <source>Contributions need a loss or a value. Set a readout with a loss: {way}. Or right-click a value and choose “Gradients of this value”</source>
        <translation>기여는 손실이나 값에 대한 것입니다. 손실이 있는 출력층을 정하거나({way}), 값을 오른쪽 클릭해 그 값의 기울기를 고르세요</translation>
    </message>
    <message>
        <source>How much each timestep of the input contributes to {source}. A gradient is different: it says how {source} responds to a small change</source>
        <translation>입력의 각 시점이 {source} 값에 얼마나 기여했는지입니다. 기울기와는 다릅니다. 기울기는 작은 변화에 {source} 값이 어떻게 반응하는지입니다</translation>
    </message>
    <message>
        <source>{said}. The injected error is not included</source>
        <translation>{said}. 엔진에 주입한 오류는 반영하지 않았습니다</translation>
    </message>
    <message>
        <source>{sums} · {source} is {at_input} here, and {at_baseline} at the baseline</source>
        <translation>{sums} · {source} 값은 여기서 {at_input}, 기준 입력에서 {at_baseline}</translation>
    </message>
    <message>
        <source>Copy contributions</source>
        <translation>기여 복사</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>If complete, the contributions add up to the value here minus the value at the baseline</source>
        <translation>완전한 기여의 합은 여기서의 값에서 기준 입력에서의 값을 뺀 것과 같습니다</translation>
    </message>
    <message>
        <source>Play speed. Faster: {faster}  Slower: {slower}</source>
        <translation>재생 속도입니다. 더 빠르게: {faster}  더 느리게: {slower}</translation>
    </message>
    <message>
        <source>{speed:g} steps/s</source>
        <translation>초당 {speed:g}단계</translation>
    </message>
    <message>
        <source>{speed:g} steps/s · paused while the mouse is over a value</source>
        <translation>초당 {speed:g}단계 · 마우스를 치우면 계속</translation>
    </message>
    <message>
        <source>{sign} {number} %</source>
        <translation>{sign} {number}%</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>type a number</source>
        <translation>숫자를 입력하세요</translation>
    </message>
    <message>
        <source>“{text}” is not a number</source>
        <translation>“{text}”은(는) 숫자가 아닙니다</translation>
    </message>
    <message>
        <source>“{text}” is too large for {dtype}</source>
        <translation>“{text}”은(는) {dtype}에 담기에 너무 큽니다</translation>
    </message>
    <message>
        <source>typed input</source>
        <translation>입력한 시퀀스</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} 외 {count}개</translation>
    </message>
    <message>
        <source>{layer} can read h. Choose it in Edit → Readout and loss</source>
        <translation>{layer} 층이 h를 읽을 수 있습니다. 편집 → 출력층과 손실에서 고르세요</translation>
    </message>
    <message>
        <source>New LSTM {sizes}</source>
        <translation>새 LSTM {sizes}</translation>
    </message>
    <message>
        <source>The dropout masks could not be drawn: {message}</source>
        <translation>드롭아웃 마스크를 뽑을 수 없습니다. {message}</translation>
    </message>
    <message>
        <source>The run before the last edit</source>
        <translation>마지막 편집 전의 실행</translation>
    </message>
    <message>
        <source>vs {name}</source>
        <translation>{name} 대비</translation>
    </message>
    <message>
        <source>vs before the edit</source>
        <translation>편집 전 대비</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Pin a run for comparison</source>
        <translation>비교할 기준 실행을 지정하세요</translation>
    </message>
    <message>
        <source>Compared with {name}</source>
        <translation>비교 대상: {name}</translation>
    </message>
    <message>
        <source>Gradients: {why}</source>
        <translation>기울기: {why}</translation>
    </message>
    <message>
        <source>Baseline: {tip}</source>
        <translation>기준 실행: {tip}</translation>
    </message>
    <message>
        <source>Pin this run</source>
        <translation>이 실행을 기준으로 지정</translation>
    </message>
    <message>
        <source>Keeps this run for comparison</source>
        <translation>이 실행을 비교할 기준으로 둡니다</translation>
    </message>
    <message>
        <source>Unpin all</source>
        <translation>기준 실행 모두 해제</translation>
    </message>
    <message>
        <source>Removes every pinned run</source>
        <translation>기준 실행을 모두 해제합니다</translation>
    </message>
    <message>
        <source>run “{name}”</source>
        <translation>실행 “{name}”</translation>
    </message>
    <message>
        <source>Open this run</source>
        <translation>이 실행 열기</translation>
    </message>
    <message>
        <source>Compare with this run</source>
        <translation>이 실행과 비교</translation>
    </message>
    <message>
        <source>Unpin this run</source>
        <translation>이 기준 실행 해제</translation>
    </message>
    <message>
        <source>Pin the run before the last edit</source>
        <translation>마지막 편집 전의 실행을 기준으로 지정</translation>
    </message>
    <message>
        <source>Rename {name}…</source>
        <translation>{name} 이름 바꾸기…</translation>
    </message>
    <message>
        <source>Unpin {name}</source>
        <translation>{name} 지정 해제</translation>
    </message>
    <message>
        <source>Rename the baseline</source>
        <translation>기준 실행 이름 바꾸기</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>셀</translation>
    </message>
    <message>
        <source>input gate</source>
        <translation>입력 게이트</translation>
    </message>
    <message>
        <source>forget gate</source>
        <translation>망각 게이트</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>후보 값</translation>
    </message>
    <message>
        <source>output gate</source>
        <translation>출력 게이트</translation>
    </message>
    <message>
        <source>rank {rank}</source>
        <translation>{rank}위</translation>
    </message>
    <message>
        <source>target is {target}</source>
        <translation>목표값은 {target}</translation>
    </message>
    <message>
        <source>the target</source>
        <translation>목표값</translation>
    </message>
    <message>
        <source>predicted, and wrong</source>
        <translation>틀린 예측</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>순위</translation>
    </message>
    <message>
        <source>output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>predicts</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>error</source>
        <translation>오차</translation>
    </message>
    <message>
        <source>target</source>
        <translation>목표값</translation>
    </message>
    <message>
        <source>input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>{name} at {place}</source>
        <translation>{place}의 {name}</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>끊김</translation>
    </message>
    <message>
        <source>held</source>
        <translation>고정됨</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>아직 계산 전</translation>
    </message>
    <message>
        <source>{name} {meaning}, not computed yet</source>
        <translation>{name} {meaning}, 아직 계산 전</translation>
    </message>
    <message>
        <source> and {count} more</source>
        <translation> 외 {count}개</translation>
    </message>
    <message>
        <source>t {t} · h of layer {layer}</source>
        <translation>t {t} · {layer}번 층의 h</translation>
    </message>
    <message>
        <source> × dropout mask</source>
        <translation> × 드롭아웃 마스크</translation>
    </message>
    <message>
        <source>The backward pass starts here</source>
        <translation>여기서부터 역전파합니다</translation>
    </message>
    <message>
        <source>The loss is {loss}; the backward pass starts here</source>
        <translation>손실은 {loss}입니다. 여기서부터 역전파합니다</translation>
    </message>
    <message>
        <source>The backward pass starts here, from {goal}</source>
        <translation>여기서부터 {goal}에서 역전파합니다</translation>
    </message>
    <message>
        <source>dy at t {t}: how {goal} responds to the readout. Next comes dh.</source>
        <translation>t {t}의 dy: 출력층의 값이 바뀔 때 {goal}의 변화. 다음은 dh로 내려갑니다.</translation>
    </message>
    <message>
        <source>This step adds its contribution to dW, the gradient of every weight.</source>
        <translation>이 단계의 몫을 모든 가중치의 기울기 합 dW에 더합니다.</translation>
    </message>
    <message>
        <source>Not computed yet.</source>
        <translation>아직 계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>Nothing is computed yet. The forget gate f is first, from x[{t}] and h_0.</source>
        <translation>아직 계산한 것이 없습니다. 먼저 x[{t}]과(와) h_0에서 망각 게이트 f를 구합니다.</translation>
    </message>
    <message>
        <source>Not started yet; the last step was {step}.</source>
        <translation>이 셀은 아직 계산하지 않았습니다. 마지막 단계: {step}.</translation>
    </message>
    <message>
        <source>Row {row} has ended here; the run is at {step}.</source>
        <translation>배치 행 {row}은(는) 여기서 끝났습니다. 현재 단계: {step}.</translation>
    </message>
    <message>
        <source>The backward pass has not reached this point; the last step was {step}.</source>
        <translation>여기는 아직 역전파하지 않았습니다. 마지막 단계는 {step}입니다.</translation>
    </message>
    <message>
        <source>The backward pass has finished t {t}; the last step was {step}.</source>
        <translation>t {t}까지 역전파했습니다. 마지막 단계는 {step}입니다.</translation>
    </message>
    <message>
        <source>The backward pass is complete here; the run is at {step}.</source>
        <translation>여기는 처음까지 역전파했습니다. 지금은 {step}입니다.</translation>
    </message>
    <message>
        <source>the readout y</source>
        <translation>출력층의 y</translation>
    </message>
    <message>
        <source>t {t} is complete here; the last step was {step}.</source>
        <translation>t {t}의 이 셀은 계산이 끝났습니다. 마지막 단계: {step}.</translation>
    </message>
    <message>
        <source>Input gate: how much of the candidate is written.</source>
        <translation>입력 게이트: 후보 값을 얼마나 반영할지 정합니다.</translation>
    </message>
    <message>
        <source>Forget gate: how much of the old cell state is kept.</source>
        <translation>망각 게이트: 이전 셀 상태를 얼마나 남길지 정합니다.</translation>
    </message>
    <message>
        <source>Candidate: the new value that may be written.</source>
        <translation>후보 값: 새로 쓸 값입니다.</translation>
    </message>
    <message>
        <source>Output gate: how much of the cell state is output.</source>
        <translation>출력 게이트: 셀 상태를 얼마나 내보낼지 정합니다.</translation>
    </message>
    <message>
        <source>Output: tanh of the cell state, scaled by the output gate.</source>
        <translation>내보내기: 셀 상태에 tanh를 적용하고 출력 게이트가 열린 만큼 내보냅니다.</translation>
    </message>
    <message>
        <source>Projection: W_hr reduces m to the size of the hidden state.</source>
        <translation>투영: W_hr로 m을 투영 크기까지 줄입니다.</translation>
    </message>
    <message>
        <source>the start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>{name} of {lane}</source>
        <translation>{lane}의 {name}</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>그곳으로 이동</translation>
    </message>
    <message>
        <source>Run the self-test</source>
        <translation>자체 검사 실행</translation>
    </message>
    <message>
        <source>Inject an error…</source>
        <translation>오류 주입…</translation>
    </message>
    <message>
        <source>Self-test progress</source>
        <translation>자체 검사 진행률</translation>
    </message>
    <message>
        <source>Largest differences by check and quantity</source>
        <translation>검사와 값 종류별 최대 차이</translation>
    </message>
    <message>
        <source>These numbers are not checked</source>
        <translation>이 값은 검사하지 않습니다</translation>
    </message>
    <message>
        <source>Nothing is checked yet</source>
        <translation>아직 검사한 것이 없습니다</translation>
    </message>
    <message>
        <source>Rounding allowance used per timestep, by layer and direction</source>
        <translation>층과 방향별, 시간에 따른 반올림 허용 오차 사용률</translation>
    </message>
    <message>
        <source>torch agrees</source>
        <translation>torch와 일치</translation>
    </message>
    <message>
        <source>torch agrees so far</source>
        <translation>지금까지 torch와 일치</translation>
    </message>
    <message>
        <source>torch is not responding</source>
        <translation>torch가 응답하지 않음</translation>
    </message>
    <message>
        <source>torch disagrees</source>
        <translation>torch와 불일치</translation>
    </message>
    <message>
        <source>Puts a mistake into the engine, for the check to find. It can be removed.</source>
        <translation>검사가 찾아내도록 엔진에 오류를 일부러 넣습니다. 언제든 해제할 수 있습니다.</translation>
    </message>
    <message>
        <source>Puts each known mistake into the engine in turn, and tests whether the check finds it. Your run is not changed.</source>
        <translation>알려진 오류를 하나씩 엔진에 넣고 검사가 찾아내는지 봅니다. 지금 실행은 그대로입니다.</translation>
    </message>
    <message>
        <source>Goes to the first value that disagrees, and shows its calculation</source>
        <translation>처음으로 일치하지 않는 값으로 가서 계산 내역을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Stop the self-test</source>
        <translation>자체 검사 중지</translation>
    </message>
    <message>
        <source>step, {dtype}</source>
        <translation>단계, {dtype}</translation>
    </message>
    <message>
        <source>computed by numpy {numpy} only</source>
        <translation>numpy {numpy}만으로 계산함</translation>
    </message>
    <message>
        <source>torch {torch} and numpy {numpy}</source>
        <translation>torch {torch}, numpy {numpy}</translation>
    </message>
    <message>
        <source>{checked:,} of {total:,}</source>
        <translation>{total:,}개 중 {checked:,}개</translation>
    </message>
    <message>
        <source>also in float64</source>
        <translation>float64로도 검사</translation>
    </message>
    <message>
        <source>short runs of nn.LSTM</source>
        <translation>nn.LSTM의 짧은 실행</translation>
    </message>
    <message>
        <source>short runs skipped</source>
        <translation>건너뛴 짧은 실행</translation>
    </message>
    <message>
        <source>cell steps that overflow</source>
        <translation>오버플로한 셀 단계</translation>
    </message>
    <message>
        <source>cell steps of the backward pass</source>
        <translation>역전파의 셀 단계</translation>
    </message>
    <message>
        <source>sums of weight gradients</source>
        <translation>가중치 기울기의 합</translation>
    </message>
    <message>
        <source>Drift is not measured while values are held, because torch.nn.LSTM cannot hold values.</source>
        <translation>값을 고정한 동안에는 누적 오차를 측정하지 않습니다. torch.nn.LSTM에서는 값을 고정할 수 없습니다.</translation>
    </message>
    <message>
        <source>Self-test: does the check find every known mistake?</source>
        <translation>자체 검사: 알려진 오류를 모두 찾아내는지 봅니다</translation>
    </message>
    <message>
        <source>✓ Self-test: all {count} mistakes found, no false alarms</source>
        <translation>✓ 자체 검사: 오류 {count}개를 모두 찾았고, 정상 엔진에서는 이상 없음</translation>
    </message>
    <message>
        <source>Drift. {text}</source>
        <translation>누적 오차. {text}</translation>
    </message>
    <message>
        <source>rounding allowance used, backward</source>
        <translation>역전파의 반올림 허용 오차 사용률</translation>
    </message>
    <message>
        <source>Drift is measured after all steps are checked.</source>
        <translation>모든 단계를 검사한 뒤에 누적 오차를 측정합니다.</translation>
    </message>
    <message>
        <source>Self-test: {done} of {count} mistakes tried</source>
        <translation>자체 검사: 오류 {count}개 중 {done}개</translation>
    </message>
    <message>
        <source>Self-test stopped: {done} of {count} mistakes tried</source>
        <translation>자체 검사 중지됨: 엔진 {count}개 중 {done}개까지</translation>
    </message>
    <message>
        <source>Input: the features of this timestep, multiplied by W_ih.</source>
        <translation>입력: 이 시점에 들어오는 값입니다. W_ih를 곱합니다.</translation>
    </message>
    <message>
        <source>Hidden state of the previous step, fed back into this cell and multiplied by W_hh.</source>
        <translation>직전 단계의 은닉 상태로, 이 셀이 다시 읽습니다. W_hh를 곱합니다.</translation>
    </message>
    <message>
        <source>Cell state of the previous step. f decides how much of it is kept.</source>
        <translation>직전 단계의 셀 상태입니다. f가 그중 얼마를 남길지 정합니다.</translation>
    </message>
    <message>
        <source>Cell diagram</source>
        <translation>셀 구조도</translation>
    </message>
    <message>
        <source>step {number} of {count}: {vectors}</source>
        <translation>단계 {number}/{count}: {vectors}</translation>
    </message>
    <message>
        <source> gate</source>
        <translation> 게이트</translation>
    </message>
    <message>
        <source>f ⊙ {c_prev}: the part of the old cell state that is kept</source>
        <translation>f ⊙ {c_prev}: 이전 셀 상태에서 남는 값</translation>
    </message>
    <message>
        <source>i ⊙ g: the part of the candidate that is written</source>
        <translation>i ⊙ g: 새로 쓰는 값</translation>
    </message>
    <message>
        <source>tanh(c): the cell state squashed to −1…1</source>
        <translation>tanh(c): 셀 상태를 −1~1 범위로 바꾼 값</translation>
    </message>
    <message>
        <source>o ⊙ tanh(c): the part of the cell state that is output</source>
        <translation>o ⊙ tanh(c): 셀 상태에서 내보내는 값</translation>
    </message>
    <message>
        <source>h = W_hr m: the projection</source>
        <translation>h = W_hr m: 투영</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>고정한 값</translation>
    </message>
    <message>
        <source>No value is held.

{key} holds the selected value from here on. Right-click the timeline to hold the value there. Right-click a weight to cut its connection.

Everything after a hold is computed with the held values. torch gets the same values and checks the rest.</source>
        <translation>고정한 값이 없습니다.

{key}: 선택한 값이 그 시점부터 지금 값으로 고정됩니다. 타임라인에서 오른쪽 클릭하면 그 자리의 값을 고정하고, 가중치에서 오른쪽 클릭하면 연결을 끊습니다.

그 뒤는 모두 고정한 값으로 계산합니다. torch에도 같은 값을 넣고 나머지를 검사합니다.</translation>
    </message>
    <message>
        <source>List of held values</source>
        <translation>고정된 값 목록</translation>
    </message>
    <message>
        <source>Opens a form that asks what to hold, where, and at what value</source>
        <translation>어떤 값을 어디에서 얼마로 고정할지 정하는 대화 상자를 엽니다.</translation>
    </message>
    <message>
        <source>Releases all held values, and restores all cut connections</source>
        <translation>고정한 값과 끊은 연결을 모두 해제합니다.</translation>
    </message>
    <message>
        <source>Hold…</source>
        <translation>값 고정…</translation>
    </message>
    <message>
        <source>Release all</source>
        <translation>모두 해제</translation>
    </message>
    <message>
        <source> · gradient {value}: {what}</source>
        <translation> · 기울기 {value}: {what}</translation>
    </message>
    <message>
        <source>Release {name}</source>
        <translation>{name} 고정 해제</translation>
    </message>
    <message>
        <source>The LSTM input: one row per timestep, one column per feature.</source>
        <translation>LSTM이 읽는 값입니다. 행은 시점, 열은 특징입니다.</translation>
    </message>
    <message>
        <source>Hidden state before the first timestep: one row per unit.</source>
        <translation>첫 시점 전의 은닉 상태입니다. 행은 유닛입니다.</translation>
    </message>
    <message>
        <source>Cell state before the first timestep: one row per unit.</source>
        <translation>첫 시점 전의 셀 상태입니다. 행은 유닛입니다.</translation>
    </message>
    <message>
        <source>Noise: normal, standard deviation 1</source>
        <translation>잡음: 정규분포, 표준편차 1</translation>
    </message>
    <message>
        <source>Impulse: 1 at t 0</source>
        <translation>임펄스: t 0에서 1</translation>
    </message>
    <message>
        <source>Step: 1 after a quarter of the sequence</source>
        <translation>계단: 1/4 지점부터 1</translation>
    </message>
    <message>
        <source>Sines, one frequency per feature</source>
        <translation>사인파, 특징마다 더 빠르게</translation>
    </message>
    <message>
        <source>Square waves, one frequency per feature</source>
        <translation>사각파, 특징마다 더 느리게</translation>
    </message>
    <message>
        <source>Adding problem: numbers, two of them marked</source>
        <translation>덧셈 문제: 숫자들과 그중 두 개의 표시</translation>
    </message>
    <message>
        <source>aⁿbⁿ words, n from 1 to 5</source>
        <translation>단어 aⁿbⁿ, n은 1부터 5까지</translation>
    </message>
    <message>
        <source>{name}, row {row} of the batch</source>
        <translation>{name}, 배치 행 {row}</translation>
    </message>
    <message>
        <source>, {length} of {steps} timesteps</source>
        <translation>, 시점 {steps}개 중 {length}개</translation>
    </message>
    <message>
        <source>read as {number}</source>
        <translation>읽은 값 {number}</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Number of timesteps read from this row. The rest is padding.</source>
        <translation>이 배치 행에서 읽는 시점 수입니다. 나머지는 패딩입니다.</translation>
    </message>
    <message>
        <source>as read</source>
        <translation>읽은 대로</translation>
    </message>
    <message>
        <source>Restore the values as they were read</source>
        <translation>읽은 그대로의 값으로 되돌립니다</translation>
    </message>
    <message>
        <source>length of row {row}</source>
        <translation>배치 행 {row}의 길이</translation>
    </message>
    <message>
        <source> of {steps} timesteps</source>
        <translation> / 시점 {steps}개</translation>
    </message>
    <message>
        <source>leave out {name}</source>
        <translation>{name} 제외</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>손실에서 제외</translation>
    </message>
    <message>
        <source>Calculation</source>
        <translation>계산 내역</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>시간 순</translation>
    </message>
    <message>
        <source>In time order, or largest first</source>
        <translation>시간 순서대로, 또는 큰 것부터</translation>
    </message>
    <message>
        <source>The value being broken down. Choose another from this cell</source>
        <translation>계산 내역을 보고 있는 값입니다. 이 셀의 다른 값을 고를 수 있습니다.</translation>
    </message>
    <message>
        <source>Unit whose value is broken down. The other panels follow it.</source>
        <translation>계산 내역을 볼 유닛입니다. 다른 패널도 이 유닛을 따라갑니다.</translation>
    </message>
    <message>
        <source>the newest value</source>
        <translation>가장 새로운 값</translation>
    </message>
    <message>
        <source>Back to {number} (Backspace)</source>
        <translation>{number}: 이 값으로 돌아가기 (Backspace)</translation>
    </message>
    <message>
        <source>input </source>
        <translation>입력 </translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>kept until the next step</source>
        <translation>다음 단계까지 유지</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>안내서 (영어)</translation>
    </message>
    <message>
        <source>Find in the guide</source>
        <translation>안내서에서 찾기</translation>
    </message>
    <message>
        <source>Enter goes to the next match, on any page</source>
        <translation>Enter를 누르면 다음으로 나오는 곳으로 갑니다. 다른 페이지에 있어도 찾아갑니다</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>목차</translation>
    </message>
    <message>
        <source>The list of all pages</source>
        <translation>모든 페이지의 목록</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>The previous page</source>
        <translation>앞서 읽던 페이지</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Forward one page</source>
        <translation>‘뒤로’를 누르기 전의 페이지</translation>
    </message>
    <message>
        <source>not in the guide</source>
        <translation>안내서에 없습니다</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>What the value is computed from, as a formula</source>
        <translation>이 값을 계산하는 식입니다.</translation>
    </message>
    <message>
        <source>unit </source>
        <translation>유닛 </translation>
    </message>
    <message>
        <source>output </source>
        <translation>출력 </translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>유닛</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>크기순</translation>
    </message>
    <message>
        <source>Largest terms first, or in summation order</source>
        <translation>큰 항부터, 또는 합의 순서대로</translation>
    </message>
    <message>
        <source>Next timestep: {timestep}
Next gate step: {gate}</source>
        <translation>다음 시점: {timestep}
다음 게이트 단계: {gate}</translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation>행 복사</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>표 복사</translation>
    </message>
    <message>
        <source>{n} pinned runs have no backward pass of this length</source>
        <translation>기준 실행 {n}개에는 이 길이의 역전파가 없습니다</translation>
    </message>
    <message>
        <source>1 pinned run has no backward pass of this length</source>
        <translation>기준 실행 1개에는 이 길이의 역전파가 없습니다</translation>
    </message>
    <message>
        <source>Run the backward pass</source>
        <translation>역전파 실행</translation>
    </message>
    <message>
        <source>Copy sentence</source>
        <translation>문장 복사</translation>
    </message>
    <message>
        <source>Gradient of this weight by timestep</source>
        <translation>이 가중치의 시점별 기울기</translation>
    </message>
    <message>
        <source>What would make this value …?</source>
        <translation>이 값을 원하는 값으로 바꾸려면?</translation>
    </message>
    <message>
        <source>This value is hidden.</source>
        <translation>이 값은 가려져 있습니다.</translation>
    </message>
    <message>
        <source>To the end of the forward pass, where the backward pass starts: {last}</source>
        <translation>역전파가 시작되는 순전파의 끝으로: {last}</translation>
    </message>
    <message>
        <source>The backward pass has reached no timestep contributing to this gradient.</source>
        <translation>이 가중치의 기울기에 기여하는 시점까지 아직 역전파하지 않았습니다.</translation>
    </message>
    <message>
        <source>Layer {layer} {direction} has not started yet.</source>
        <translation>{layer}번 층 {direction}은(는) 아직 계산을 시작하지 않았습니다.</translation>
    </message>
    <message>
        <source>Here the newest value is broken down, term by term.
Each term links to where it comes from.</source>
        <translation>여기서 가장 새로운 값을 항별로 풀어 보여 줍니다.
각 항에서 그 값이 나온 곳으로 거슬러 갈 수 있습니다.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>nothing is computed yet</source>
        <translation>아직 계산한 것 없음</translation>
    </message>
    <message>
        <source>counting… · </source>
        <translation>세는 중… · </translation>
    </message>
    <message>
        <source>Each dot is a unit; the ringed one is the selected unit. Bars: a histogram. Shaded: the ends, where the curve hardly changes; click there to list the units.</source>
        <translation>점 하나가 유닛 하나이고, 테두리가 있는 점이 계산 내역에 보이는 유닛입니다. 막대는 어디에 몇 개가 있는지 나타냅니다. 음영은 곡선이 거의 움직이지 않는 양 끝이고, 클릭하면 그 유닛을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Timesteps whose values are shown</source>
        <translation>어느 시점의 유닛을 보여 주는지 나타냅니다.</translation>
    </message>
    <message>
        <source>{count:,} values, t {first} … {last}</source>
        <translation>값 {count:,}개, t {first}~{last}</translation>
    </message>
    <message>
        <source>Lists the units in the Units panel, most often saturated first</source>
        <translation>곡선의 끝에 있는 비율 순으로 유닛 패널에 보여 줍니다.</translation>
    </message>
    <message>
        <source>from {low} to {high}</source>
        <translation>{low}~{high}</translation>
    </message>
    <message>
        <source>below {high}</source>
        <translation>{high} 미만</translation>
    </message>
    <message>
        <source>at least {low}</source>
        <translation>{low} 이상</translation>
    </message>
    <message>
        <source>{name}: {count:,} of {total:,} values are {where}</source>
        <translation>{name}: 값 {total:,}개 중 {count:,}개 ({where})</translation>
    </message>
    <message>
        <source>{what} now</source>
        <translation>지금 {what}</translation>
    </message>
    <message>
        <source>{what} so far</source>
        <translation>지금까지 {what}</translation>
    </message>
    <message>
        <source>Quantity and timesteps shown</source>
        <translation>보여 줄 값과 시점</translation>
    </message>
    <message>
        <source>The quantity shown. “All” shows only the current one if there is no room for them all. “Now” has one dot per unit; “so far”, one per timestep up to now.</source>
        <translation>보여 줄 값의 종류입니다. 전체를 고르면 자리가 모자랄 때는 보고 있는 값만 보여 줍니다. “지금”은 유닛마다 점 하나이고, “지금까지”는 지금까지의 모든 시점입니다.</translation>
    </message>
    <message>
        <source>Which units?</source>
        <translation>유닛 보기</translation>
    </message>
    <message>
        <source>matrix</source>
        <translation>행렬</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>The same cells as a table of numbers</source>
        <translation>같은 칸을 숫자 표로 봅니다.</translation>
    </message>
    <message>
        <source>Fill, scale or select the whole matrix</source>
        <translation>이 행렬 전체를 채우거나 배율을 바꾸거나 선택합니다.</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>행렬</translation>
    </message>
    <message>
        <source>Some of its values were edited.</source>
        <translation>편집한 값이 있습니다.</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>화면 맞춤</translation>
    </message>
    <message>
        <source>Show the whole matrix (double-click an axis)</source>
        <translation>행렬 전체를 봅니다. 축을 더블 클릭해도 됩니다.</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Reset this matrix to its original values</source>
        <translation>이 행렬을 열었을 때의 값으로 되돌립니다.</translation>
    </message>
    <message>
        <source>edited values</source>
        <translation>편집한 값</translation>
    </message>
    <message>
        <source>Name of the tensor in torch</source>
        <translation>torch에서 쓰는 텐서의 이름입니다.</translation>
    </message>
    <message>
        <source>Its shape, as a formula and in numbers</source>
        <translation>텐서의 형상을 옵션의 식과 수로 나타냅니다.</translation>
    </message>
    <message>
        <source>Number of values changed since opening. Each has a marked corner.</source>
        <translation>처음 열었을 때와 다른 값의 수입니다. 그런 칸은 모서리에 표시가 있습니다.</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>편집함</translation>
    </message>
    <message>
        <source>{count:,} of {size:,} values</source>
        <translation>값 {size:,}개 중 {count:,}개</translation>
    </message>
    <message>
        <source>the pinned run is the current one. Change a weight to compare</source>
        <translation>지금 실행이 기준 실행입니다. 비교하려면 가중치를 바꾸세요</translation>
    </message>
    <message>
        <source>no difference in h so far</source>
        <translation>여기까지 h의 차이 없음</translation>
    </message>
    <message>
        <source>loss {change}</source>
        <translation>손실 {change}</translation>
    </message>
    <message>
        <source>nothing to compare with. Change a weight, or pin a run</source>
        <translation>비교할 대상 없음: 가중치를 바꾸거나 기준 실행을 지정하세요</translation>
    </message>
    <message>
        <source>the largest change is hidden</source>
        <translation>가장 큰 변화는 가려져 있습니다</translation>
    </message>
    <message>
        <source>{name} cannot be compared: {why}</source>
        <translation>{name}을(를) 비교할 수 없습니다. {why}</translation>
    </message>
    <message>
        <source>{quantity} of unit {unit} at t={t}</source>
        <translation>t={t}, 유닛 {unit}의 {quantity}</translation>
    </message>
    <message>
        <source>✓ torch {version} agrees with both passes so far.</source>
        <translation>✓ 지금까지 순전파와 역전파 모두 torch {version} 계산과 일치합니다.</translation>
    </message>
    <message>
        <source>Shape of the input, as nn.LSTM expects it</source>
        <translation>LSTM이 읽는 입력의 형상이며, nn.LSTM이 받는 그대로입니다.</translation>
    </message>
    <message>
        <source>Shape of the last layer&apos;s h at all timesteps, as nn.LSTM returns it</source>
        <translation>모든 시점에서 마지막 층의 h의 형상이며, nn.LSTM이 반환하는 그대로입니다.</translation>
    </message>
    <message>
        <source>Shape of all layers&apos; final states, as nn.LSTM returns them</source>
        <translation>모든 층의 마지막 상태의 형상이며, nn.LSTM이 반환하는 그대로입니다.</translation>
    </message>
    <message>
        <source>Values of the cell, one row per unit</source>
        <translation>셀의 값, 행 하나가 유닛 하나</translation>
    </message>
    <message>
        <source>What the cell reads, one column per unit</source>
        <translation>셀이 읽는 값, 열 하나가 유닛 하나</translation>
    </message>
    <message>
        <source>What the readout predicts, one column per output</source>
        <translation>출력층의 예측, 열마다 출력 하나</translation>
    </message>
    <message>
        <source>Torch</source>
        <translation>torch</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>형상</translation>
    </message>
    <message>
        <source>Shapes that nn.LSTM takes and returns here</source>
        <translation>여기서 nn.LSTM이 받고 반환하는 값의 형상입니다.</translation>
    </message>
    <message>
        <source>{where} · backward</source>
        <translation>{where} · 역전파</translation>
    </message>
    <message>
        <source>next: {where}</source>
        <translation>다음: {where}</translation>
    </message>
    <message>
        <source>rounding allowance used</source>
        <translation>반올림 허용 오차 사용률</translation>
    </message>
    <message>
        <source>Not checked: {why}</source>
        <translation>검사하지 않음: {why}</translation>
    </message>
    <message>
        <source>✗ torch disagrees. {text}</source>
        <translation>✗ torch와 불일치. {text}</translation>
    </message>
    <message>
        <source>torch has not checked any step yet.</source>
        <translation>torch가 아직 검사한 단계가 없습니다.</translation>
    </message>
    <message>
        <source>✓ torch {version} agrees so far.</source>
        <translation>✓ 지금까지 torch {version} 계산과 일치합니다.</translation>
    </message>
    <message>
        <source>, was {value}</source>
        <translation>, 이전 값 {value}</translation>
    </message>
    <message>
        <source>Values of unit {unit}: its gates, c and h. ▸ is the selected unit.</source>
        <translation>유닛 {unit}의 게이트, c, h 값입니다. ▸는 선택한 유닛입니다.</translation>
    </message>
    <message>
        <source>Element {place} of the vectors that the cell reads</source>
        <translation>셀이 읽는 벡터의 {place}번 값입니다.</translation>
    </message>
    <message>
        <source>{where}: past the end of the row</source>
        <translation>{where}: 배치 행의 끝을 지남</translation>
    </message>
    <message>
        <source>{where}: the readout has no output here</source>
        <translation>{where}: 여기서는 출력층이 예측하지 않습니다</translation>
    </message>
    <message>
        <source>{where}: not computed yet</source>
        <translation>{where}: 아직 계산되지 않음</translation>
    </message>
    <message>
        <source>{where}: hidden</source>
        <translation>{where}: 가려짐</translation>
    </message>
    <message>
        <source>Click to go to the step that computes it. Keys: {next} and {back}.</source>
        <translation>클릭하면 이 값을 계산하는 단계로 갑니다. 키: {next}, {back}.</translation>
    </message>
    <message>
        <source>ahead</source>
        <translation>아직</translation>
    </message>
    <message>
        <source>now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>step {step} of the lesson</source>
        <translation>레슨 {step}단계</translation>
    </message>
    <message>
        <source>read</source>
        <translation>읽음</translation>
    </message>
    <message>
        <source>done</source>
        <translation>계산됨</translation>
    </message>
    <message>
        <source>step done</source>
        <translation>단계 완료</translation>
    </message>
    <message>
        <source>done at t {t}</source>
        <translation>t {t}에서 완료</translation>
    </message>
    <message>
        <source>scale of this unit: ±{limit}</source>
        <translation>이 유닛의 척도: ±{limit}</translation>
    </message>
    <message>
        <source>furthest from 0 in {area}</source>
        <translation>{area} 중 0에서 가장 먼 값</translation>
    </message>
    <message>
        <source>{count} units</source>
        <translation>유닛 {count}개</translation>
    </message>
    <message>
        <source>units {units}</source>
        <translation>유닛 {units}</translation>
    </message>
    <message>
        <source>{count} timesteps</source>
        <translation>시점 {count}개</translation>
    </message>
    <message>
        <source>{what}, how much of c[{unit}] is kept</source>
        <translation>{what}, c[{unit}]의 남은 비율</translation>
    </message>
    <message>
        <source>Shapes and options</source>
        <translation>형상과 옵션</translation>
    </message>
    <message>
        <source>{count:,} parameters</source>
        <translation>파라미터 {count:,}개</translation>
    </message>
    <message>
        <source>rows of 4·hidden_size: {rows}</source>
        <translation>4·hidden_size의 행: {rows}</translation>
    </message>
    <message>
        <source>Options, and the effect of changing each</source>
        <translation>옵션, 그리고 다른 값이면 달라지는 것</translation>
    </message>
    <message>
        <source>no effect here: {why}</source>
        <translation>여기서는 효과 없음: {why}</translation>
    </message>
    <message>
        <source>The largest |eigenvalue| of each gate&apos;s block of W_hh: W_hi, W_hf, W_hg, W_ho,
each hidden_size × hidden_size. Below 1, what a gate reads from h decays over the
steps; above 1 it can grow, so that small changes become large ones, within the
limits of σ and tanh.</source>
        <translation>W_hh의 게이트별 블록 W_hi, W_hf, W_hg, W_ho(각각 hidden_size × hidden_size)의
최대 |고윳값|입니다. 1보다 작으면 게이트의 합이 h에서 받는 영향이 단계를 거치며 사라지고,
1보다 크면 커질 수 있습니다. 이때 σ와 tanh가 허용하는 만큼
작은 변화가 큰 변화로 이어집니다.</translation>
    </message>
    <message>
        <source>Layers and directions</source>
        <translation>층과 방향</translation>
    </message>
    <message>
        <source>All layers and directions of the LSTM. Click one to show that cell in every panel.</source>
        <translation>LSTM의 모든 층과 방향입니다. 클릭하면 모든 패널에서 그 셀을 보여 줍니다.</translation>
    </message>
    <message>
        <source>[n] of h_n, c_n</source>
        <translation>h_n, c_n의 [n]</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>드롭</translation>
    </message>
    <message>
        <source>{lane}: ends as h_n[{row}], c_n[{row}]</source>
        <translation>{lane}: 마지막 값이 h_n[{row}], c_n[{row}]</translation>
    </message>
    <message>
        <source>; its h is output[…, {start}:{stop}]</source>
        <translation>; h는 output[…, {start}:{stop}]</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>히트맵</translation>
    </message>
    <message>
        <source>All units over time, as bars or colours</source>
        <translation>모든 유닛을 시간순으로 막대나 색으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>Chosen units as curves</source>
        <translation>고른 유닛을 곡선으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>포화</translation>
    </message>
    <message>
        <source>Scale ▾</source>
        <translation>척도 ▾</translation>
    </message>
    <message>
        <source>One scale for all units, or one each</source>
        <translation>모든 유닛에 같은 척도를 쓰거나 유닛마다 다른 척도를 씁니다.</translation>
    </message>
    <message>
        <source>Tracks ▾</source>
        <translation>트랙 ▾</translation>
    </message>
    <message>
        <source>Which quantities are shown</source>
        <translation>행으로 보여 줄 값의 종류를 고릅니다.</translation>
    </message>
    <message>
        <source>Show all timesteps and units</source>
        <translation>모든 시점과 유닛이 화면에 들어오게 합니다.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>척도</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>기울기</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>Shared by all units</source>
        <translation>모든 유닛이 같은 척도</translation>
    </message>
    <message>
        <source>One per unit</source>
        <translation>유닛마다 다른 척도</translation>
    </message>
    <message>
        <source>x  input</source>
        <translation>x  입력</translation>
    </message>
    <message>
        <source>c  of the selected unit</source>
        <translation>c  선택한 유닛</translation>
    </message>
    <message>
        <source>{product}  how much of c is kept from here on</source>
        <translation>{product}  여기부터 남는 c의 비율</translation>
    </message>
    <message>
        <source>Differences from the baseline, as colours</source>
        <translation>기준 실행과의 차이를 색으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Mark where gates are closed and where they are open</source>
        <translation>게이트가 닫힌 곳과 열린 곳을 표시합니다.</translation>
    </message>
    <message>
        <source>from t {t}</source>
        <translation>t {t}부터</translation>
    </message>
    <message>
        <source>one per unit</source>
        <translation>유닛마다 다른 척도</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>지금까지</translation>
    </message>
    <message>
        <source>each pixel covers {steps} timesteps</source>
        <translation>픽셀 하나가 시점 {steps}개를 나타냅니다</translation>
    </message>
    <message>
        <source>each cell shows the value furthest from 0 in {area}</source>
        <translation>칸마다 {area} 중 0에서 가장 먼 값을 보여 줍니다</translation>
    </message>
    <message>
        <source>. A cell is “between” only if all its values are</source>
        <translation>. 모두 중간일 때만 중간으로 표시합니다</translation>
    </message>
    <message>
        <source>rows ordered as in Units</source>
        <translation>행 순서: 유닛 패널과 같음</translation>
    </message>
    <message>
        <source>Fit all timesteps</source>
        <translation>모든 시점에 화면 맞춤</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>{what} 복사</translation>
    </message>
    <message>
        <source>Hold {name} at {value}, {when}</source>
        <translation>{name} 고정: {value}, {when}</translation>
    </message>
    <message>
        <source>Hold {name}…</source>
        <translation>{name} 고정…</translation>
    </message>
    <message>
        <source>stops a run</source>
        <translation>실행을 멈춤</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>꺼짐</translation>
    </message>
    <message>
        <source>stopped here</source>
        <translation>여기서 멈춤</translation>
    </message>
    <message>
        <source>{text}: not understood. It has no effect and is saved as is.</source>
        <translation>{text}: 이해할 수 없는 항목입니다. 동작하지 않으며 그대로 저장됩니다</translation>
    </message>
    <message>
        <source>; not computed yet</source>
        <translation>. 아직 계산 전</translation>
    </message>
    <message>
        <source>this LSTM has no such value</source>
        <translation>이 LSTM에는 그런 값이 없습니다</translation>
    </message>
    <message>
        <source>{text} · not understood</source>
        <translation>{text} · 이해할 수 없음</translation>
    </message>
    <message>
        <source>Watches and breakpoints</source>
        <translation>관찰과 중단점</translation>
    </message>
    <message>
        <source>Watches</source>
        <translation>관찰</translation>
    </message>
    <message>
        <source>Nothing is watched.

Type c[1] to see that value here at every step. Type a condition to stop at it: c[1] &gt; 1.5, f all &lt; 0.1, h[0] sign, g saturated, any nan, torch; with a readout: loss &gt; 1, wrong; in the backward pass: |dc[1]| &lt; 1e-8, dy[0] &gt; 0.

{on}: run to the next breakpoint. {back}: run back to the previous one. Play stops there too. {stop} sets a breakpoint on the selected value.</source>
        <translation>관찰하는 값이 없습니다.

c[1]처럼 입력하면 그 값을 단계마다 여기에 보여 줍니다. 조건을 입력하면 그곳에서 멈춥니다: c[1] &gt; 1.5, f all &lt; 0.1, h[0] sign, g saturated, any nan, torch, 출력층은 loss &gt; 1, wrong, 역전파는 |dc[1]| &lt; 1e-8, dy[0] &gt; 0.

{on}: 중단점까지 실행합니다. {back}: 이전 중단점까지 돌아갑니다. 재생도 그곳에서 멈춥니다. {stop}: 선택한 값에 중단점을 둡니다.</translation>
    </message>
    <message>
        <source>e.g. c[1], or c[1] &gt; 1.5</source>
        <translation>c[1] 또는 c[1] &gt; 1.5</translation>
    </message>
    <message>
        <source>A value to watch, or a condition to stop at</source>
        <translation>관찰할 값 또는 멈출 조건</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Add this line (Enter)</source>
        <translation>입력한 것을 추가합니다(Enter)</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>관찰</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>중단점</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Remove the selected row (Delete)</source>
        <translation>선택한 행을 제거합니다(Delete)</translation>
    </message>
    <message>
        <source>The selected value, used by “Watch” and “Break”</source>
        <translation>“관찰”과 “중단점”을 누를 때 쓰이는, 선택한 값입니다.</translation>
    </message>
    <message>
        <source>Follow {number} here at every step</source>
        <translation>{number} 값을 단계마다 여기에 보여 줍니다.</translation>
    </message>
    <message>
        <source>Stop a run where {number} is computed</source>
        <translation>{number} 값을 계산하는 곳에서 실행을 멈춥니다.</translation>
    </message>
    <message>
        <source>{text} is kept, but not active: {why}</source>
        <translation>{text}은(는) 남겨 두고 기다립니다: {why}</translation>
    </message>
    <message>
        <source>this connection</source>
        <translation>이 연결</translation>
    </message>
    <message>
        <source>{count} connections</source>
        <translation>연결 {count}개</translation>
    </message>
    <message>
        <source>Cut {what}</source>
        <translation>{what} 끊기</translation>
    </message>
    <message>
        <source>Cut {what}, {when}</source>
        <translation>{what} 끊기, {when}</translation>
    </message>
    <message>
        <source>Restore {what}</source>
        <translation>{what} 복원</translation>
    </message>
    <message>
        <source>cut {count} connections</source>
        <translation>연결 {count}개 끊기</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>나란히 보기</translation>
    </message>
    <message>
        <source>All matrices of the step, side by side</source>
        <translation>이 단계의 모든 행렬을 나란히 보여 줍니다.</translation>
    </message>
    <message>
        <source>spectral radius</source>
        <translation>스펙트럼 반지름</translation>
    </message>
    <message>
        <source>one row per output</source>
        <translation>행은 출력</translation>
    </message>
    <message>
        <source>gate order in torch: {gates}</source>
        <translation>torch의 행 순서 {gates}</translation>
    </message>
    <message>
        <source>The whole window</source>
        <translation>창 전체</translation>
    </message>
    <message>
        <source>Recording frames</source>
        <translation>이미지를 만드는 중</translation>
    </message>
    <message>
        <source>Copied a picture of the window</source>
        <translation>창 이미지를 복사했습니다</translation>
    </message>
    <message>
        <source>Save animation</source>
        <translation>애니메이션 저장</translation>
    </message>
    <message>
        <source>Animated PNG (*.png *.apng)</source>
        <translation>애니메이션 PNG (*.png *.apng)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>최근 파일 열기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>목록 지우기(&amp;C)</translation>
    </message>
    <message>
        <source>Unsaved work</source>
        <translation>저장하지 않은 작업</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>복원(&amp;R)</translation>
    </message>
    <message>
        <source>Restore the unsaved work</source>
        <translation>저장하지 않은 작업을 복원합니다</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>버리기(&amp;D)</translation>
    </message>
    <message>
        <source>Discard the unsaved work</source>
        <translation>저장하지 않은 작업을 버립니다</translation>
    </message>
    <message>
        <source>Keep the unsaved work for later</source>
        <translation>저장하지 않은 작업은 나중에</translation>
    </message>
    <message>
        <source>Gatestep closed before the work was saved ({when}).</source>
        <translation>작업을 저장하기 전에 Gatestep이 종료되었습니다({when}).</translation>
    </message>
    <message>
        <source>Undo and redo can no longer restore “{title}”, which is not saved ({when}).</source>
        <translation>실행 취소나 다시 실행으로 돌아갈 수 없는 “{title}” 문서가 저장되지 않았습니다({when}).</translation>
    </message>
    <message>
        <source>Gatestep ended before “{title}” was saved ({when}).</source>
        <translation>“{title}” 문서를 저장하기 전에 Gatestep이 종료되었습니다({when}).</translation>
    </message>
    <message>
        <source>the gradients of this run take {needed} of memory</source>
        <translation>이 실행의 기울기는 메모리 {needed}을(를) 씁니다</translation>
    </message>
    <message>
        <source>the gradients of this run take {needed} of disk space</source>
        <translation>이 실행의 기울기는 디스크 {needed}을(를) 씁니다</translation>
    </message>
    <message>
        <source>all values of this run take {needed} of memory</source>
        <translation>이 실행의 모든 값은 메모리 {needed}을(를) 차지합니다</translation>
    </message>
    <message>
        <source>all values of this run take {needed} of disk space</source>
        <translation>이 실행의 모든 값은 디스크 {needed}을(를) 차지합니다</translation>
    </message>
    <message>
        <source>the gradients of this run take {needed}, but only {memory} of memory and {disk} of disk space are free. Use a shorter sequence, or fewer batch rows</source>
        <translation>이 실행의 기울기에는 {needed}이(가) 필요한데 메모리 {memory}, 디스크 {disk}만 비어 있습니다. 시퀀스를 줄이거나 배치 행을 줄이세요</translation>
    </message>
    <message>
        <source>all values of this run take {needed}, but only {memory} of memory and {disk} of disk space are free. Use a shorter sequence, or fewer batch rows</source>
        <translation>이 실행의 모든 값은 {needed}을(를) 차지하는데 남은 메모리는 {memory}, 남은 디스크는 {disk}입니다. 더 짧은 시퀀스나 더 적은 배치 행을 쓰세요</translation>
    </message>
    <message>
        <source>All values of this run take {needed}, but only {memory} of memory is free.

The values can be kept in a file on disk, where {disk} is free. That is slower. The file is deleted with the run.</source>
        <translation>이 실행의 모든 값은 {needed}을(를) 차지하고, 남은 메모리는 {memory}입니다.

디스크의 파일에 둘 수 있습니다(남은 디스크 {disk}). 더 느리며, 실행이 없어지면 파일도 없어집니다.</translation>
    </message>
    <message>
        <source>a run with its gradients takes {needed} of memory, but only {free} is free. Use a shorter sequence, or close other documents</source>
        <translation>기울기까지 한 번 실행하려면 메모리 {needed}이(가) 필요한데 {free}만 비어 있습니다. 시퀀스를 줄이거나 다른 것을 닫으세요</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Remove the error</source>
        <translation>오류 주입 해제</translation>
    </message>
    <message>
        <source>Gatestep workspace</source>
        <translation>Gatestep 작업 파일</translation>
    </message>
    <message>
        <source>Deleted from disk: {names}. Save again.</source>
        <translation>디스크에서 사라진 파일: {names}. 다시 저장하세요.</translation>
    </message>
    <message>
        <source>Changed on disk: {names}. The version open here is no longer in any file.</source>
        <translation>디스크에서 바뀌었습니다: {names}. 여기에 열린 내용은 이제 어느 파일에도 없습니다.</translation>
    </message>
    <message>
        <source>Save the workspace “{title}”</source>
        <translation>작업 파일 “{title}” 저장</translation>
    </message>
    <message>
        <source>a save is still running. Save again when it is done</source>
        <translation>아직 저장하는 중입니다. 끝난 뒤에 다시 저장하세요</translation>
    </message>
    <message>
        <source>Saving {name}</source>
        <translation>{name} 저장하는 중</translation>
    </message>
    <message>
        <source>Saved {name} without the injected error, which is never saved</source>
        <translation>{name}에 저장했습니다. 주입한 오류는 파일에 저장되지 않습니다</translation>
    </message>
    <message>
        <source>Saved {name} without the baselines opened from files. Reopen them when needed</source>
        <translation>{name}에 저장했습니다. 파일에서 연 기준 실행은 저장되지 않았으니 다시 여세요</translation>
    </message>
    <message>
        <source>{number} is hidden for now</source>
        <translation>{number}은(는) 지금은 가려져 있습니다</translation>
    </message>
    <message>
        <source>{count:,} others</source>
        <translation>나머지 {count:,}개</translation>
    </message>
    <message>
        <source>Where does its gradient come from? Run the backward pass from {goal} to find out.</source>
        <translation>기울기는 어디서 올까요? {goal}에서 역전파하면 알 수 있습니다.</translation>
    </message>
    <message>
        <source>{number} at t {t}</source>
        <translation>t {t}의 {number}</translation>
    </message>
    <message>
        <source>{model} on {sequence}</source>
        <translation>{model} · {sequence}</translation>
    </message>
    <message>
        <source>start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>readout t {t}</source>
        <translation>출력층 t {t}</translation>
    </message>
    <message>
        <source>row {row} ended</source>
        <translation>배치 행 {row}의 끝 이후</translation>
    </message>
    <message>
        <source>layer {layer} · {past}</source>
        <translation>{layer}번 층 · {past}</translation>
    </message>
    <message>
        <source>layer {layer} · forward t {forward} · reverse t {reverse}</source>
        <translation>{layer}번 층 · 정방향 t {forward} · 역방향 t {reverse}</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>시작 페이지</translation>
    </message>
    <message>
        <source>The value that you want</source>
        <translation>원하는 값입니다.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>What would make {number} …?</source>
        <translation>{number} 값을 바꾸려면?</translation>
    </message>
    <message>
        <source>Type the value that you want.</source>
        <translation>원하는 값을 입력하세요.</translation>
    </message>
    <message>
        <source>{number} is now {target}.</source>
        <translation>{number}의 값이 지금 {target}입니다.</translation>
    </message>
    <message>
        <source>For {target}, z must be {z}, a change of {more}. All its inputs are 0 here, so no single weight can do it.</source>
        <translation>값이 {target}이(가) 되려면 z가 지금보다 {more}만큼 변해 {z}(이)어야 합니다. 여기서는 입력이 모두 0이어서 가중치 하나로는 바꿀 수 없습니다.</translation>
    </message>
    <message>
        <source>For {target}, z must be {z}, a change of {more}. Any one of these is enough. One that adds a different amount also changes an earlier h, because earlier timesteps use it:</source>
        <translation>값이 {target}이(가) 되려면 z가 지금보다 {more}만큼 변해 {z}(이)어야 합니다. 다음 중 하나만 바꾸면 됩니다. 더하는 값이 이와 다른 것은 앞 시점에서도 쓰여 직전 h까지 바꾸기 때문입니다.</translation>
    </message>
    <message>
        <source>For {target}, z must be {z}, a change of {more}. Any one of these is enough:</source>
        <translation>값이 {target}이(가) 되려면 z가 지금보다 {more}만큼 변해 {z}(이)어야 합니다. 다음 중 하나만 바꾸면 됩니다.</translation>
    </message>
    <message>
        <source>For {target}, z must be {z}, a change of {more}. Any one of these is enough, if the previous h stays the same:</source>
        <translation>값이 {target}이(가) 되려면 z가 지금보다 {more}만큼 변해 {z}(이)어야 합니다. 직전 h가 그대로라면 다음 중 하나만 바꾸면 됩니다.</translation>
    </message>
    <message>
        <source>Make this change; you can undo it</source>
        <translation>이렇게 바꿉니다. 실행 취소할 수 있습니다.</translation>
    </message>
    <message>
        <source>&amp;New LSTM…</source>
        <translation>새 LSTM(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open files…</source>
        <translation>파일 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Drop a model and its sequence here</source>
        <translation>모델과 시퀀스를 여기에 놓으세요</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>최근 파일</translation>
    </message>
    <message>
        <source>Files that you open are listed here.</source>
        <translation>연 파일이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Show this page at startup</source>
        <translation>시작할 때 이 페이지 보기</translation>
    </message>
    <message>
        <source>Language:</source>
        <translation>언어:</translation>
    </message>
    <message>
        <source>{key}: keys and glossary</source>
        <translation>{key}: 키와 용어</translation>
    </message>
    <message>
        <source>The run is at its end. Step back or go to the start, then run again</source>
        <translation>실행이 끝에 있습니다. 뒤로 가거나 처음으로 가서 다시 진행하세요</translation>
    </message>
    <message>
        <source>No breakpoint was hit before the end</source>
        <translation>끝까지 중단점을 만나지 않았습니다</translation>
    </message>
    <message>
        <source>No breakpoint was hit before this step</source>
        <translation>이 단계 전에는 만난 중단점이 없습니다</translation>
    </message>
    <message>
        <source>Stopped by {condition}: {number} = {value}</source>
        <translation>중단점 {condition}: {number} = {value}</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>밝게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>어둡게(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Standard</source>
        <translation>표준(&amp;S)</translation>
    </message>
    <message>
        <source>For &amp;colour blindness</source>
        <translation>색각 이상자용(&amp;C)</translation>
    </message>
    <message>
        <source>As many as fit</source>
        <translation>자리에 맞게</translation>
    </message>
    <message>
        <source>Let PyTorch c&amp;heck every step</source>
        <translation>PyTorch로 모든 단계 검사(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>Light, dark, or the system&apos;s theme</source>
        <translation>밝게, 어둡게, 또는 시스템 설정에 따릅니다</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>색상(&amp;C)</translation>
    </message>
    <message>
        <source>Colours for quantities and signs; the second set is colour-blind friendly</source>
        <translation>값의 종류와 부호의 색입니다. 색각 이상자를 위한 색도 있습니다</translation>
    </message>
    <message>
        <source>&amp;Decimals</source>
        <translation>소수 자릿수(&amp;D)</translation>
    </message>
    <message>
        <source>Decimal places in panels; value fields show all digits</source>
        <translation>패널에 보이는 값의 소수 자릿수입니다. 값 입력 칸에는 모든 자릿수가 보입니다</translation>
    </message>
    <message>
        <source>PyTorch recomputes every step. If this is off, the badge says so</source>
        <translation>PyTorch가 모든 단계를 다시 계산합니다. 끄면 배지에 표시됩니다</translation>
    </message>
    <message>
        <source>Size of all text. Larger: {larger}  Smaller: {smaller}</source>
        <translation>모든 글자의 크기입니다. 크게: {larger}  작게: {smaller}</translation>
    </message>
    <message>
        <source>Text size: {percent}</source>
        <translation>글자 크기: {percent}</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>this Gatestep build lacks PyTorch. Get one that has it</source>
        <translation>PyTorch 없이 만든 Gatestep; PyTorch가 포함된 것을 받으세요</translation>
    </message>
    <message>
        <source>PyTorch is not installed. Install it with: {command}</source>
        <translation>PyTorch 없음; 설치: {command}</translation>
    </message>
    <message>
        <source>not enough memory: {reason}</source>
        <translation>메모리가 부족합니다: {reason}</translation>
    </message>
    <message>
        <source>PyTorch could not be loaded ({reason}). Try: {command}</source>
        <translation>PyTorch를 불러올 수 없습니다({reason}). 다시 설치: {command}</translation>
    </message>
    <message>
        <source>close other programs</source>
        <translation>다른 프로그램을 닫으세요</translation>
    </message>
    <message>
        <source>the process that runs torch could not start ({error})</source>
        <translation>torch를 실행하는 프로세스가 시작되지 않습니다({error})</translation>
    </message>
    <message>
        <source>the process that runs torch ended unexpectedly (exit code {code})</source>
        <translation>torch를 실행하는 프로세스가 예기치 않게 끝났습니다(종료 코드 {code})</translation>
    </message>
    <message>
        <source>{why}, {count} times. Restart Gatestep</source>
        <translation>{why}({count}회). Gatestep을 다시 시작하세요</translation>
    </message>
    <message>
        <source>{why}; it was restarted</source>
        <translation>{why}. 다시 시작했습니다</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>What is computed now</source>
        <translation>지금 계산하는 것</translation>
    </message>
    <message>
        <source>What a value is made of</source>
        <translation>값을 이루는 것</translation>
    </message>
    <message>
        <source>Every term of the sum, with both factors. Follow a term back to the timestep that it came from.</source>
        <translation>합의 모든 항을 두 인수와 함께 보여 줍니다. 항을 따라가면 그 값이 나온 시점으로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Change a weight</source>
        <translation>가중치 바꾸기</translation>
    </message>
    <message>
        <source>Is it right?</source>
        <translation>맞는 값인가요?</translation>
    </message>
    <message>
        <source>{next_timestep} goes to the next timestep, {back_timestep} goes back. Gate by gate: {next_gate} and {back_gate}. {play} plays. Drag the slider to go anywhere.</source>
        <translation>{next_timestep} 키는 다음 시점으로, {back_timestep} 키는 이전 시점으로 갑니다. 게이트 하나씩 가려면 {next_gate} 키와 {back_gate} 키를 누르세요. {play} 키로 재생합니다. 슬라이더를 끌면 어디로든 갈 수 있습니다.</translation>
    </message>
    <message>
        <source>The last step computed is highlighted, and so are its inputs. Pale values are not computed yet. Click a number to see where it comes from.</source>
        <translation>마지막으로 계산한 단계와 그 단계가 읽은 값이 밝게 보입니다. 흐린 것은 아직 계산하지 않은 값입니다. 값을 클릭하면 어디에서 왔는지 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Click a cell, type a number, press Enter. The whole sequence is computed again, and a line says what changed. {undo} undoes it.</source>
        <translation>칸을 클릭하고 숫자를 입력한 뒤 Enter를 누르세요. 시퀀스 전체가 곧바로 따라 바뀌고, 무엇이 달라졌는지 한 줄로 알려 줍니다. {undo} 키로 되돌립니다.</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>달라진 것</translation>
    </message>
    <message>
        <source>Every unit over time, one row per quantity. After an edit the previous run stays faintly visible, and Δ shows the difference.</source>
        <translation>모든 유닛을 시간에 따라, 값의 종류마다 한 줄씩 보여 줍니다. 편집하면 그 전의 실행이 흐리게 남고, Δ는 차이를 보여 줍니다.</translation>
    </message>
    <message>
        <source>PyTorch checks every step, in its own process. Click to see how close it is, or what disagrees.</source>
        <translation>별도의 프로세스에서 PyTorch가 모든 단계를 검사합니다. 클릭하면 얼마나 가까운지, 무엇이 일치하지 않는지 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Position in the run</source>
        <translation>실행 안의 위치</translation>
    </message>
    <message>
        <source>Drag or click to go anywhere in the run</source>
        <translation>끌거나 클릭하여 실행의 어느 곳으로든 이동합니다</translation>
    </message>
    <message>
        <source>forward pass</source>
        <translation>순전파</translation>
    </message>
    <message>
        <source>backward pass</source>
        <translation>역전파</translation>
    </message>
    <message>
        <source>allowance used</source>
        <translation>허용 오차 사용률</translation>
    </message>
    <message>
        <source>sums of dW</source>
        <translation>dW의 합</translation>
    </message>
    <message>
        <source>{seed} and {count} more</source>
        <translation>{seed} 외 {count}개</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>set {name}</source>
        <translation>{name} 설정</translation>
    </message>
    <message>
        <source>fill {name}</source>
        <translation>{name} 채우기</translation>
    </message>
    <message>
        <source>its numbers have since changed</source>
        <translation>그사이 값이 바뀌었습니다</translation>
    </message>
    <message>
        <source>zero {name}</source>
        <translation>{name} 0으로 설정</translation>
    </message>
    <message>
        <source>reset {name}</source>
        <translation>{name} 되돌리기</translation>
    </message>
    <message>
        <source>Nothing was changed: {error}</source>
        <translation>바뀐 것이 없습니다. {error}</translation>
    </message>
    <message>
        <source>nudge {name}</source>
        <translation>{name} 조금 조정</translation>
    </message>
    <message>
        <source>copy {name} to {gate}</source>
        <translation>{name}: {gate} 게이트로 복사</translation>
    </message>
    <message>
        <source>Nothing was pasted: {error}</source>
        <translation>붙여 넣은 것이 없습니다. {error}</translation>
    </message>
    <message>
        <source>paste into {name}</source>
        <translation>{name}에 붙여넣기</translation>
    </message>
    <message>
        <source>scale {name}</source>
        <translation>{name} 배율 조정</translation>
    </message>
    <message>
        <source>{name} times</source>
        <translation>{name} ×</translation>
    </message>
    <message>
        <source>max |value|</source>
        <translation>최대 |값|</translation>
    </message>
    <message>
        <source>initialise {name}</source>
        <translation>{name} 초기화</translation>
    </message>
    <message>
        <source>was {value}</source>
        <translation>이전 값 {value}</translation>
    </message>
    <message>
        <source>drag {name}</source>
        <translation>{name} 끌어서 조정</translation>
    </message>
    <message>
        <source>The drag ended here: {error}</source>
        <translation>여기까지만 끌 수 있습니다. {error}</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>다음(&amp;N)</translation>
    </message>
    <message>
        <source>Skip the tour</source>
        <translation>둘러보기 건너뛰기</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number}/{count}</translation>
    </message>
    <message>
        <source>Run the backward pass to t {t}: press →, or the arrow above.</source>
        <translation>t {t}까지 역전파하세요. → 키나 위의 화살표 버튼을 누르면 됩니다.</translation>
    </message>
    <message>
        <source>Step to t {t}: press →, or the arrow above.</source>
        <translation>t {t}까지 가세요. → 키나 위의 화살표 버튼을 누르면 됩니다.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Try it yourself</source>
        <translation>직접 해 보기</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Restart this step</source>
        <translation>이 단계 다시 시작</translation>
    </message>
    <message>
        <source>No lesson is open. Choose one in Help → Course.</source>
        <translation>열린 레슨이 없습니다. 도움말 → 레슨 목록에서 고르세요.</translation>
    </message>
    <message>
        <source>step {step} of {steps}</source>
        <translation>{steps}단계 중 {step}단계</translation>
    </message>
    <message>
        <source>Builds on: {lessons}</source>
        <translation>먼저 보면 좋은 레슨: {lessons}</translation>
    </message>
    <message>
        <source>end of the lesson</source>
        <translation>레슨의 끝</translation>
    </message>
    <message>
        <source>Next lesson</source>
        <translation>다음 레슨</translation>
    </message>
    <message>
        <source>Go to the next unfinished lesson of the course (N)</source>
        <translation>아직 마치지 않은 다음 레슨으로 갑니다(N)</translation>
    </message>
    <message>
        <source>Show {name} in its panel</source>
        <translation>{name}이(가) 있는 곳을 보여 줍니다</translation>
    </message>
    <message>
        <source>The title of the open lesson</source>
        <translation>열려 있는 레슨의 제목</translation>
    </message>
    <message>
        <source>Your place in the lesson; click a bar above to go to its step</source>
        <translation>레슨에서 지금 있는 곳입니다. 위의 막대를 클릭하면 그 단계로 갑니다</translation>
    </message>
    <message>
        <source>Your task; any way of doing it counts</source>
        <translation>할 일입니다. 어떤 방법으로든 하면 완료됩니다</translation>
    </message>
    <message>
        <source>Predict before you look; wrong answers cost nothing</source>
        <translation>보기 전에 먼저 예측해 보세요. 틀려도 괜찮습니다</translation>
    </message>
    <message>
        <source>Values and weights worth a look; click to see one</source>
        <translation>살펴볼 만한 값과 가중치입니다. 클릭하면 보여 줍니다</translation>
    </message>
    <message>
        <source>This step is done and stays done</source>
        <translation>이 단계는 완료되었고 그대로 유지됩니다</translation>
    </message>
    <message>
        <source>Go to the previous step (B)</source>
        <translation>이전 단계로 갑니다(B)</translation>
    </message>
    <message>
        <source>end of the lesson; not done yet: {steps}</source>
        <translation>레슨의 끝 · 남은 단계: {steps}</translation>
    </message>
    <message>
        <source>Go to the next step of the lesson (N)</source>
        <translation>레슨의 다음 단계로 갑니다(N)</translation>
    </message>
    <message>
        <source>Leave the lesson and try the suggestion on its network</source>
        <translation>단계를 떠나 레슨이 제안하는 것을 이 네트워크에서 직접 해 봅니다</translation>
    </message>
    <message>
        <source>Reset to the start of this step; you can undo this</source>
        <translation>이 단계를 시작할 때의 상태로 되돌립니다. 실행 취소할 수 있습니다</translation>
    </message>
    <message>
        <source>Common misconceptions</source>
        <translation>흔한 오해와 사실</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Look at</source>
        <translation>살펴볼 값</translation>
    </message>
    <message>
        <source>{count:,} cells are too many to copy: at most {most:,}</source>
        <translation>칸 {count:,}개는 너무 많아 복사할 수 없습니다. {most:,}개까지 복사할 수 있습니다</translation>
    </message>
    <message>
        <source>the clipboard&apos;s {rows} × {columns} cells do not fit in the {room_rows} × {room_columns} starting at {name}</source>
        <translation>클립보드의 {rows} × {columns}칸은 {name}부터 {room_rows} × {room_columns}칸에 들어가지 않습니다</translation>
    </message>
    <message>
        <source>Move the selection up, down and along its row</source>
        <translation>선택한 칸을 행 단위로, 또 행을 따라 이동</translation>
    </message>
    <message>
        <source>Type a number to replace the selected cell</source>
        <translation>선택한 칸에 숫자를 입력합니다</translation>
    </message>
    <message>
        <source>Drag ↑ ↓</source>
        <translation>끌기 ↑ ↓</translation>
    </message>
    <message>
        <source>Change the selected cells. Shift: fine steps. Esc: restore</source>
        <translation>칸 또는 선택한 모든 값 변경. Shift: 미세 조정, Esc: 복원</translation>
    </message>
    <message>
        <source>Change the selection by about 1 % of the largest value. Shift: ten times as much</source>
        <translation>선택한 값을 최댓값의 약 1%씩 조정. Shift: 10배씩</translation>
    </message>
    <message>
        <source>Select a block (or Shift-drag, or click a row or column name)</source>
        <translation>블록 선택. Shift를 누르고 끌거나 칸 옆의 이름을 클릭해도 됨</translation>
    </message>
    <message>
        <source>Ctrl+arrows</source>
        <translation>Ctrl+화살표</translation>
    </message>
    <message>
        <source>Move the selection in all four directions</source>
        <translation>선택한 칸을 네 방향으로 이동</translation>
    </message>
    <message>
        <source>Step even in tables, where arrow keys select cells</source>
        <translation>진행 단계 이동. 화살표로 칸을 옮기는 표에서도 됩니다</translation>
    </message>
    <message>
        <source>Return the keys to stepping</source>
        <translation>키를 진행 단계로 되돌리기</translation>
    </message>
    <message>
        <source>Shift+arrows</source>
        <translation>Shift+화살표</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Copy and paste, tab-separated and exact</source>
        <translation>복사와 붙여넣기, 탭으로 구분한 정확한 값</translation>
    </message>
    <message>
        <source>Set to 0</source>
        <translation>0으로 설정</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Shows the actions whose name, menu or keys contain this text</source>
        <translation>이름, 메뉴, 단축키에 이 글자가 있는 동작만 보여 줍니다</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>The action&apos;s name, as in its menu</source>
        <translation>단축키로 하는 동작이며, 메뉴에 있는 이름입니다.</translation>
    </message>
    <message>
        <source>The action&apos;s current keys; bold if changed</source>
        <translation>동작의 지금 단축키입니다. 바꾼 것은 굵게 보입니다.</translation>
    </message>
    <message>
        <source>The action&apos;s menu</source>
        <translation>동작이 있는 메뉴입니다.</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>동작과 단축키</translation>
    </message>
    <message>
        <source>Choose an action, then press its new key in the field below</source>
        <translation>동작을 고르고 아래 칸에서 새 단축키를 누르세요</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>새 단축키</translation>
    </message>
    <message>
        <source>Press the new key for the selected action</source>
        <translation>선택한 동작에 줄 단축키를 누르세요</translation>
    </message>
    <message>
        <source>&amp;Add to its current keys</source>
        <translation>지금 단축키에 추가(&amp;A)</translation>
    </message>
    <message>
        <source>Adds the new key, and keeps the existing ones</source>
        <translation>지금 단축키를 두고 새 단축키를 추가합니다</translation>
    </message>
    <message>
        <source>Re&amp;move keys</source>
        <translation>단축키 제거(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>초기화(&amp;R)</translation>
    </message>
    <message>
        <source>Removes all keys from the selected action</source>
        <translation>선택한 동작의 단축키를 없앱니다</translation>
    </message>
    <message>
        <source>Restores the selected action&apos;s default keys</source>
        <translation>선택한 동작을 처음 단축키로 되돌립니다</translation>
    </message>
    <message>
        <source>New &amp;key</source>
        <translation>새 단축키(&amp;K)</translation>
    </message>
    <message>
        <source>{key} belongs to “{action}”. Choose another key, or remove it there first.</source>
        <translation>{key}은(는) “{action}”의 단축키입니다. 다른 단축키를 고르거나 먼저 그 동작에서 빼세요.</translation>
    </message>
    <message>
        <source>Open the block&apos;s menu, as with a right click</source>
        <translation>블록에 할 수 있는 모든 것, 오른쪽 클릭과 같습니다</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>{rows} × {columns} values</source>
        <translation>{rows} × {columns} 값</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Raise by {step}</source>
        <translation>{step}만큼 올리기</translation>
    </message>
    <message>
        <source>Lower by {step}</source>
        <translation>{step}만큼 내리기</translation>
    </message>
    <message>
        <source>Reset {what}</source>
        <translation>{what} 되돌리기</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>All of {name}</source>
        <translation>{name} 전체</translation>
    </message>
    <message>
        <source>Selected: {name}</source>
        <translation>선택됨: {name}</translation>
    </message>
    <message>
        <source>Fill…</source>
        <translation>채우기…</translation>
    </message>
    <message>
        <source>Scale…</source>
        <translation>배율 조정…</translation>
    </message>
    <message>
        <source>randomise {name}</source>
        <translation>{name} 난수로 채우기</translation>
    </message>
    <message>
        <source>Randomise…</source>
        <translation>난수로 채우기…</translation>
    </message>
    <message>
        <source>Copy to gate</source>
        <translation>다른 게이트로 복사</translation>
    </message>
    <message>
        <source>the clipboard holds more than {most} cells</source>
        <translation>클립보드의 칸이 {most}개보다 많습니다</translation>
    </message>
    <message>
        <source>clipboard row {row} has {count} cells, but row 1 has {first}</source>
        <translation>클립보드의 {row}행은 {count}칸인데 1행은 {first}칸입니다</translation>
    </message>
    <message>
        <source>the clipboard&apos;s row {row}, column {column}: {error}</source>
        <translation>클립보드 {row}행 {column}열: {error}</translation>
    </message>
    <message>
        <source>colours from {low} to {high}</source>
        <translation>색 범위 {low}~{high}</translation>
    </message>
    <message>
        <source>{count:,} values of {name}</source>
        <translation>{name}의 값 {count:,}개</translation>
    </message>
    <message>
        <source>not finite {count:,}</source>
        <translation>유한하지 않은 값 {count:,}개</translation>
    </message>
    <message>
        <source>mean {value}</source>
        <translation>평균 {value}</translation>
    </message>
    <message>
        <source>standard deviation {value}</source>
        <translation>표준편차 {value}</translation>
    </message>
    <message>
        <source>smallest {value}</source>
        <translation>최솟값 {value}</translation>
    </message>
    <message>
        <source>largest {value}</source>
        <translation>최댓값 {value}</translation>
    </message>
    <message>
        <source>exactly 0: {count:,}</source>
        <translation>정확히 0: {count:,}개</translation>
    </message>
    <message>
        <source>Bar height: square root of the count.</source>
        <translation>막대의 높이는 개수의 제곱근입니다.</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>열</translation>
    </message>
    <message>
        <source>First values</source>
        <translation>처음 값</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>범위</translation>
    </message>
    <message>
        <source>How the column is read: as a feature with its index, as timestep names, or not at all</source>
        <translation>열을 읽는 방식입니다: 특징(순서), 시점의 이름, 또는 읽지 않음.</translation>
    </message>
    <message>
        <source>Name of the column in the file</source>
        <translation>파일에 있는 열의 이름입니다.</translation>
    </message>
    <message>
        <source>The first values in the column, as they are in the file</source>
        <translation>파일에 있는 그대로의 처음 값입니다.</translation>
    </message>
    <message>
        <source>Smallest and largest number in the column</source>
        <translation>열의 최솟값과 최댓값입니다.</translation>
    </message>
    <message>
        <source>Column {number} of the file, counted from 0</source>
        <translation>0부터 센 파일의 {number}번 열입니다.</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>읽지 않음</translation>
    </message>
    <message>
        <source>Columns of the file</source>
        <translation>파일의 열</translation>
    </message>
    <message>
        <source>Press Space or double-click to include or leave out a column</source>
        <translation>스페이스나 더블 클릭으로 열을 고르거나 뺍니다</translation>
    </message>
    <message>
        <source>no numbers</source>
        <translation>숫자 없음</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>다시 뽑기</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>분포</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>timesteps × layers × directions</source>
        <translation>시점 × 층 × 방향</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>분포</translation>
    </message>
    <message>
        <source>{what}: a lesson can have at most {most:,}</source>
        <translation>{what}: 레슨에는 {most:,}개까지입니다</translation>
    </message>
    <message>
        <source>size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>chosen value {number}</source>
        <translation>미분할 값 {number}</translation>
    </message>
    <message>
        <source>chosen value</source>
        <translation>미분할 값</translation>
    </message>
    <message>
        <source>a size cannot be negative</source>
        <translation>크기는 음수일 수 없습니다</translation>
    </message>
    <message>
        <source>held at {value} (would be {would_be})</source>
        <translation>고정값 {value} (원래는 {would_be})</translation>
    </message>
    <message>
        <source>{name}, heat map</source>
        <translation>{name}, 히트맵</translation>
    </message>
    <message>
        <source>{name} selected</source>
        <translation>{name} 선택됨</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>검사하지 않음</translation>
    </message>
    <message>
        <source>{share} of the rounding allowance</source>
        <translation>반올림 허용 오차의 {share}</translation>
    </message>
    <message>
        <source>{quantity} on {function}: {total:,} values; {left}; {right}</source>
        <translation>{function} 위의 {quantity}: 값 {total:,}개; {left}; {right}</translation>
    </message>
    <message>
        <source>as they were read</source>
        <translation>읽은 그대로</translation>
    </message>
    <message>
        <source>min–max: from 0 to 1</source>
        <translation>최소–최대: 0에서 1까지</translation>
    </message>
    <message>
        <source>z-score: mean 0, standard deviation 1</source>
        <translation>z-점수: 평균 0, 표준편차 1</translation>
    </message>
    <message>
        <source>divided by</source>
        <translation>다음 수로 나누기</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>정규화</translation>
    </message>
    <message>
        <source>How the input values are scaled, each feature separately</source>
        <translation>읽은 값을 특징마다 어떻게 정규화할지 정합니다</translation>
    </message>
    <message>
        <source>The number to divide by</source>
        <translation>나눌 수</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>외 {count}개</translation>
    </message>
    <message>
        <source>PNG picture (*.png);;SVG drawing (*.svg)</source>
        <translation>PNG 이미지 (*.png);;SVG 이미지 (*.svg)</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>이미지 저장</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>이미지로 복사</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>이미지 저장…</translation>
    </message>
    <message>
        <source>exactly equal</source>
        <translation>정확히 같음</translation>
    </message>
    <message>
        <source>largest difference {difference}, at most {share} of the rounding allowance</source>
        <translation>최대 차이 {difference}, 반올림 허용 오차의 {share} 이하</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>완전 일치</translation>
    </message>
    <message>
        <source>term</source>
        <translation>항</translation>
    </message>
    <message>
        <source>The timestep that added this much. Click to view it.</source>
        <translation>이만큼 더한 시점입니다. 클릭하면 그 시점을 봅니다.</translation>
    </message>
    <message>
        <source>factors</source>
        <translation>인수</translation>
    </message>
    <message>
        <source>from</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>adds</source>
        <translation>더하는 값</translation>
    </message>
    <message>
        <source>share</source>
        <translation>몫</translation>
    </message>
    <message>
        <source>sum so far</source>
        <translation>누적 합</translation>
    </message>
    <message>
        <source>What is added: a bias, or a weight times its input. Click to show the weight.</source>
        <translation>더하는 항입니다. 편향이거나, 가중치와 입력의 곱입니다. 누르면 그 가중치를 보여 줍니다.</translation>
    </message>
    <message>
        <source>The value that the weight multiplies. Click a blue one to break it down.</source>
        <translation>가중치에 곱하는 값입니다. 파란 값을 누르면 그 값의 계산 내역을 봅니다.</translation>
    </message>
    <message>
        <source>The values that are multiplied</source>
        <translation>서로 곱하는 값입니다.</translation>
    </message>
    <message>
        <source>The product: what this term adds to the sum</source>
        <translation>곱, 곧 이 항이 합에 더하는 값입니다.</translation>
    </message>
    <message>
        <source>Each bar runs from the previous sum to the sum including this term</source>
        <translation>각 막대는 그때까지의 합에서 시작해, 이 항을 더한 합에서 끝납니다.</translation>
    </message>
    <message>
        <source>Share of the sum</source>
        <translation>합에서 차지하는 비율입니다</translation>
    </message>
    <message>
        <source>The sum of this term and all above it</source>
        <translation>이 항과 그 위의 모든 항을 더한 합입니다.</translation>
    </message>
    <message>
        <source>rounding</source>
        <translation>반올림</translation>
    </message>
    <message>
        <source>weight × input</source>
        <translation>가중치 × 입력</translation>
    </message>
    <message>
        <source>in {dtype}</source>
        <translation>{dtype}에서</translation>
    </message>
    <message>
        <source>rounding in {dtype}: {rounding}, so the sum is {total}</source>
        <translation>{dtype} 반올림: {rounding}, 그래서 합은 {total}</translation>
    </message>
    <message>
        <source>{terms}: click to show them</source>
        <translation>{terms}: 클릭하면 펼칩니다</translation>
    </message>
    <message>
        <source> rev</source>
        <translation> 역방향</translation>
    </message>
    <message>
        <source>collapse {count:,} terms</source>
        <translation>항 {count:,}개 접기</translation>
    </message>
    <message>
        <source>{count:,} zero terms</source>
        <translation>0인 항 {count:,}개</translation>
    </message>
    <message>
        <source>1 more term</source>
        <translation>나머지 항 1개</translation>
    </message>
    <message>
        <source>{count:,} more terms</source>
        <translation>나머지 항 {count:,}개</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>항</translation>
    </message>
    <message>
        <source>ends after t {t}</source>
        <translation>t {t}에서 끝남</translation>
    </message>
    <message>
        <source>closed &lt; {value}</source>
        <translation>닫힘 &lt; {value}</translation>
    </message>
    <message>
        <source>open &gt; {value}</source>
        <translation>열림 &gt; {value}</translation>
    </message>
    <message>
        <source>Δ gradients</source>
        <translation>Δ 기울기</translation>
    </message>
    <message>
        <source>curves of units {units}</source>
        <translation>유닛 {units}의 곡선</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>기울기</translation>
    </message>
    <message>
        <source>Values over time</source>
        <translation>시간에 따른 값</translation>
    </message>
    <message>
        <source>units, e.g. 0–3, 7</source>
        <translation>유닛, 예: 0–3, 7</translation>
    </message>
    <message>
        <source>Units drawn as curves</source>
        <translation>곡선으로 그린 유닛</translation>
    </message>
    <message>
        <source>“{part}” is not a unit. Type numbers and ranges, e.g. 0–3, 7</source>
        <translation>“{part}”은(는) 유닛이 아닙니다. 0–3, 7처럼 번호와 범위를 입력하세요</translation>
    </message>
    <message>
        <source>“{part}” is not one of the units 0–{last}</source>
        <translation>“{part}”은(는) 유닛 0~{last} 안에 없습니다</translation>
    </message>
    <message>
        <source>“{part}”: at most {most} curves can be distinguished</source>
        <translation>“{part}”은(는) 너무 많습니다. 곡선은 최대 {most}개까지 구분할 수 있습니다</translation>
    </message>
    <message>
        <source>{count} units are too many: at most {most} can be distinguished</source>
        <translation>유닛 {count}개는 너무 많습니다. 최대 {most}개까지 구분할 수 있습니다</translation>
    </message>
    <message>
        <source>{name}, table</source>
        <translation>{name}, 표</translation>
    </message>
    <message>
        <source>Uniform within ±size</source>
        <translation>±크기 범위의 균등분포</translation>
    </message>
    <message>
        <source>Normal, standard deviation = size</source>
        <translation>정규분포(표준편차 = 크기)</translation>
    </message>
    <message>
        <source>open {title}</source>
        <translation>{title} 열기</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>the typed text</source>
        <translation>입력한 텍스트</translation>
    </message>
    <message>
        <source>it is too long. Save it as a .csv file and open that</source>
        <translation>너무 깁니다. .csv 파일로 저장하고 그 파일을 여세요</translation>
    </message>
    <message>
        <source>it is not a valid CSV file ({error}). Correct it</source>
        <translation>CSV가 아닙니다({error}). 고치세요</translation>
    </message>
    <message>
        <source>Type a seq&amp;uence…</source>
        <translation>시퀀스 입력(&amp;U)…</translation>
    </message>
    <message>
        <source>its only numeric columns: {there}. Correct the others</source>
        <translation>숫자인 열이 {there}개뿐입니다. 다른 열을 고치세요</translation>
    </message>
    <message>
        <source>Type a sequence</source>
        <translation>시퀀스 입력</translation>
    </message>
    <message>
        <source>The sequence, one timestep per line</source>
        <translation>시퀀스, 한 줄에 시점 하나</translation>
    </message>
    <message>
        <source>Ctrl+Enter opens the sequence once it is valid</source>
        <translation>Ctrl+Enter를 누르면 맞는 시퀀스를 엽니다</translation>
    </message>
    <message>
        <source>&amp;Words</source>
        <translation>단어(&amp;W)</translation>
    </message>
    <message>
        <source>Names of input columns, as many per line as you like</source>
        <translation>입력 열의 이름을 한 줄에 몇 개든 씁니다</translation>
    </message>
    <message>
        <source>A line of numbers for each timestep</source>
        <translation>시점마다 숫자를 한 줄씩 씁니다</translation>
    </message>
    <message>
        <source>{error}. Choose “Values” above to type numbers</source>
        <translation>{error}. 숫자를 입력하려면 위에서 “숫자”를 고르세요</translation>
    </message>
    <message>
        <source>One timestep per line, {count} numbers each, separated by commas, semicolons, tabs or spaces. The first line may name the features. You can paste a table.</source>
        <translation>한 줄에 시점 하나, 줄마다 숫자 {count}개를 쉼표, 세미콜론, 탭이나 공백으로 나누어 적으세요. 첫 줄에는 특징의 이름을 적을 수 있습니다. 표를 붙여 넣을 수도 있습니다.</translation>
    </message>
    <message>
        <source>One letter per timestep. Available: {words}. All others are read as 0.</source>
        <translation>시점마다 글자 하나를 입력하세요. 읽는 글자는 {words}이고, 다른 글자는 0으로 읽습니다.</translation>
    </message>
    <message>
        <source>One letter per timestep, without separators. Available: {words}</source>
        <translation>시점마다 글자 하나를 구분 기호 없이 입력하세요. 쓸 수 있는 글자: {words}</translation>
    </message>
    <message>
        <source>One word per timestep, separated by spaces or commas. Prefixes are enough; “{word}*3” repeats the word three times. Available: {words}</source>
        <translation>시점마다 단어 하나를 입력하고 공백이나 쉼표로 구분하세요. 앞부분만 써도 되고, “{word}*3”은 같은 단어 세 개입니다. 쓸 수 있는 단어: {words}</translation>
    </message>
    <message>
        <source>(T, I) = {shape}</source>
        <translation>(T, I) = {shape}</translation>
    </message>
    <message>
        <source>features: {names}</source>
        <translation>특징: {names}</translation>
    </message>
    <message>
        <source>timesteps: {first} … {last}</source>
        <translation>시점: {first} … {last}</translation>
    </message>
    <message>
        <source>its {numbers:,} values belong to a trace that needs {needed} of memory. Compare it with a run of its model</source>
        <translation>값 {numbers:,}개의 트레이스에는 메모리가 {needed} 필요합니다. 그 모델의 실행과 비교하세요</translation>
    </message>
    <message>
        <source>it does not describe a trace</source>
        <translation>트레이스에 대한 설명이 아닙니다</translation>
    </message>
    <message>
        <source>no timesteps</source>
        <translation>시점이 없습니다</translation>
    </message>
    <message>
        <source>One timestep per line, one number each. The first line may name the feature. You can paste a table.</source>
        <translation>한 줄에 시점 하나, 줄마다 숫자 하나를 적으세요. 첫 줄에는 특징의 이름을 적을 수 있습니다. 표를 붙여 넣을 수도 있습니다.</translation>
    </message>
    <message>
        <source>The sequence has ended here; the run is at {step}.</source>
        <translation>시퀀스가 여기서는 끝났습니다. 현재 단계: {step}.</translation>
    </message>
    <message>
        <source>{count:,} cell steps compared with torch {version} in {dtype} and in float64.</source>
        <translation>셀 단계 {count:,}개를 torch {version}의 {dtype} 및 float64 계산과 비교했습니다.</translation>
    </message>
    <message>
        <source>Largest difference: {difference:.2e}; rounding allowance used: {share}.</source>
        <translation>최대 차이 {difference:.2e}, 반올림 허용 오차의 {share} 사용.</translation>
    </message>
    <message>
        <source>cell steps</source>
        <translation>셀 단계</translation>
    </message>
    <message>
        <source>cell steps checked</source>
        <translation>검사한 셀 단계</translation>
    </message>
    <message>
        <source>Gatestep {version} steps an LSTM through a sequence, one timestep and one gate at a time, and checks every step against PyTorch.</source>
        <translation>Gatestep {version} – LSTM이 시퀀스를 읽는 과정을 시점 하나, 게이트 하나씩 단계별로 보여 주고, 모든 단계를 PyTorch로 검사합니다.</translation>
    </message>
    <message>
        <source> · row {row}</source>
        <translation> · 배치 행 {row}</translation>
    </message>
    <message>
        <source>the LSTM&apos;s options have since changed</source>
        <translation>그사이 LSTM의 옵션이 바뀌었습니다</translation>
    </message>
    <message>
        <source>the input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>the input has since changed</source>
        <translation>그사이 입력이 바뀌었습니다</translation>
    </message>
    <message>
        <source>{name} of this LSTM contains NaN or infinity, so nothing computed from it can be compared. Correct it first</source>
        <translation>이 LSTM의 {name}에 NaN이나 무한대가 있어, 거기서 나온 값과는 아무것도 비교할 수 없습니다. 먼저 고치세요</translation>
    </message>
    <message>
        <source>None of {tested:,} tested mistakes and mistake pairs explains these numbers</source>
        <translation>지금까지 시험한 오류와 오류 쌍 {tested:,}개로는 이 값을 설명할 수 없습니다</translation>
    </message>
    <message>
        <source>From t {t} on,</source>
        <translation>t {t}부터는</translation>
    </message>
    <message>
        <source>From t {t} back in the reverse direction,</source>
        <translation>역방향에서는 t {t}부터 그 앞쪽으로</translation>
    </message>
    <message>
        <source>From t {t} on, and from t {back} back in the reverse direction,</source>
        <translation>t {t}부터, 역방향에서는 t {back}부터 그 앞쪽으로</translation>
    </message>
    <message>
        <source>{where} some numbers cannot be compared: rounding errors grow too large in this network.</source>
        <translation>{where} 일부 값은 비교할 수 없습니다. 이 네트워크에서는 반올림 오차가 너무 커집니다.</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>유한하지 않은 값</translation>
    </message>
    <message>
        <source>get a Gatestep build that has it</source>
        <translation>이 패키지가 포함된 Gatestep을 받으세요</translation>
    </message>
    <message>
        <source>saving it needs the package {package}, which is not installed: {command}</source>
        <translation>저장하려면 {package} 패키지가 필요합니다. 설치: {command}</translation>
    </message>
    <message>
        <source>reading it needs the package {package}, which is not installed: {command}</source>
        <translation>읽으려면 {package} 패키지가 필요합니다. 설치: {command}</translation>
    </message>
    <message>
        <source>a package that its format needs cannot be loaded ({error}). Install it again</source>
        <translation>이 형식에 필요한 패키지를 불러올 수 없습니다({error}). 다시 설치하세요</translation>
    </message>
    <message>
        <source>{quantity} of unit {unit} at t={t}, {lane}{row} is NaN in one run and {number} in the other ({different:,} of {count:,} values differ)</source>
        <translation>t={t}, {lane}{row}, 유닛 {unit}의 {quantity} 값이 한쪽은 NaN, 다른 쪽은 {number}입니다 (값 {count:,}개 중 {different:,}개가 다릅니다)</translation>
    </message>
    <message>
        <source>{where}: {quantity} of unit {unit} is {ours!r}, but {torch} has {expected!r} ({check} in {dtype}).</source>
        <translation>{where}: 유닛 {unit}의 {quantity} 값은 {ours!r}인데 {torch}의 값은 {expected!r}입니다({dtype} {check}).</translation>
    </message>
    <message>
        <source>units and ranges, e.g. 0–3, 7: up to {most} units; press Enter to apply</source>
        <translation>유닛 번호와 범위, 예: 0–3, 7. 유닛 {most}개까지, Enter로 확정</translation>
    </message>
    <message>
        <source>its content was not written by numpy. Save it again</source>
        <translation>numpy가 저장하는 내용이 아닙니다. 다시 저장하세요</translation>
    </message>
    <message>
        <source>No available command is called “{text}”.</source>
        <translation>지금 쓸 수 있는 명령 가운데 “{text}”에 맞는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing to compare, because every step overflows.</source>
        <translation>모든 단계가 오버플로하여 비교할 것이 없습니다.</translation>
    </message>
    <message>
        <source>this is a bug in Gatestep; please report it: {error}</source>
        <translation>Gatestep의 버그입니다. 다음 내용을 알려 주세요: {error}</translation>
    </message>
    <message>
        <source>a package could not be loaded ({reason}). Install Gatestep again</source>
        <translation>패키지를 불러올 수 없습니다({reason}). Gatestep을 다시 설치하세요</translation>
    </message>
    <message>
        <source>dropout of {rate:g} on {series}: this share of its values is 0, and the rest are this LSTM&apos;s values × {factor:.4g}</source>
        <translation>{series}에 {rate:g}의 드롭아웃. 그만큼이 0이고 나머지는 이 LSTM의 값에 {factor:.4g}을(를) 곱한 값</translation>
    </message>
    <message>
        <source>dropout left on between the layers, with unknown masks, or different weights in layer {layer}: layer {below} agrees and layer {layer} does not</source>
        <translation>층 사이의 드롭아웃이 켜져 있고 그 마스크를 알 수 없거나 {layer}번 층의 가중치가 다름. {below}번 층은 일치하고 {layer}번 층은 일치하지 않음</translation>
    </message>
    <message>
        <source>other initial states: only the first step of a layer differs</source>
        <translation>다른 초기 상태. 층의 첫 단계만 다름</translation>
    </message>
    <message>
        <source>other initial states: the differences fade along the sequence</source>
        <translation>다른 초기 상태. 차이가 시퀀스를 따라 사라짐</translation>
    </message>
    <message>
        <source>the optimiser&apos;s state (1 tensor)</source>
        <translation>옵티마이저 상태(텐서 1개)</translation>
    </message>
    <message>
        <source>the optimiser&apos;s state ({count:,} tensors)</source>
        <translation>옵티마이저 상태(텐서 {count:,}개)</translation>
    </message>
    <message>
        <source>1 other tensor ({names})</source>
        <translation>그 밖의 텐서 1개({names})</translation>
    </message>
    <message>
        <source>{count:,} other tensors ({names})</source>
        <translation>그 밖의 텐서 {count:,}개({names})</translation>
    </message>
    <message>
        <source>{count:,} {kind} ({names})</source>
        <translation>{kind} {count:,}개({names})</translation>
    </message>
    <message>
        <source>it is written out inside a {operator}, not as one LSTM operator. {advice}</source>
        <translation>LSTM 연산자 하나가 아니라 {operator} 안에 풀어 쓰여 있습니다. {advice}</translation>
    </message>
    <message>
        <source>it is written out as MatMul, Sigmoid and Tanh, not as one LSTM operator. {advice}</source>
        <translation>LSTM 연산자 하나가 아니라 MatMul, Sigmoid, Tanh로 풀어 쓰여 있습니다. {advice}</translation>
    </message>
    <message>
        <source>Export it with torch.onnx.export(…, dynamo=False) or tf2onnx to get that operator, or open the model&apos;s own checkpoint</source>
        <translation>이 연산자를 쓰는 torch.onnx.export(…, dynamo=False)나 tf2onnx로 내보내거나, 모델의 원래 체크포인트를 여세요</translation>
    </message>
    <message>
        <source>{name} shares its values with another weight in the file, and only one of them was edited. Make the same edit in both, or save only the model</source>
        <translation>{name}은(는) 그 파일에서 다른 가중치와 값을 공유하는데 한쪽만 편집했습니다. 둘을 똑같이 편집하거나 모델만 따로 저장하세요</translation>
    </message>
    <message>
        <source>{name} has no separate values in the file. Save only the model</source>
        <translation>{name}의 값이 그 파일에 따로 없습니다. 모델만 따로 저장하세요</translation>
    </message>
    <message>
        <source>{g} and {v} of {names} are read as weight_norm&apos;s g and v</source>
        <translation>{names}의 {g}, {v} 값을 weight_norm의 g와 v로 읽었습니다</translation>
    </message>
    <message>
        <source>read without weight dropout: {names}</source>
        <translation>가중치 드롭아웃을 적용하기 전의 값으로 읽었습니다: {names}</translation>
    </message>
    <message>
        <source>its {name} is computed by torch.nn.utils ({kind}) from other values. Remove that from the model, and save it again</source>
        <translation>{name}은(는) torch.nn.utils({kind})이(가) 다른 값으로 계산합니다. 모델에서 이를 제거하고 다시 저장하세요</translation>
    </message>
    <message>
        <source>it is text in UTF-16 or UTF-32. Save it as UTF-8</source>
        <translation>UTF-16이나 UTF-32로 된 텍스트입니다. UTF-8로 저장하세요</translation>
    </message>
    <message>
        <source>an initial state must be a .npy or .npz file. Save it with numpy.save or numpy.savez</source>
        <translation>초기 상태는 .npy나 .npz에서 읽습니다. numpy.save나 numpy.savez로 저장하세요</translation>
    </message>
    <message>
        <source>it holds {state} twice. Save each state once</source>
        <translation>{state} 배열이 두 번 들어 있습니다. 상태마다 한 번씩만 저장하세요</translation>
    </message>
    <message>
        <source>it has {names}, but not h_0 or c_0. Rename the states</source>
        <translation>이름이 h_0이나 c_0인 배열이 없고 {names} 배열이 있습니다. 상태에 그 이름을 붙이세요</translation>
    </message>
    <message>
        <source>{what} {path} does not fit this model and sequence: its shape is {shape}, but {wanted} is needed</source>
        <translation>{what} {path} 파일이 이 모델과 시퀀스에 맞지 않습니다. 형상은 {shape}인데 {wanted} 형상이 필요합니다</translation>
    </message>
    <message>
        <source>row {line} is longer than {most:,} characters. Write one timestep per line, or save it as .npy</source>
        <translation>{line}행이 {most:,}자보다 깁니다. 한 줄에 시점 하나씩 쓰거나 .npy로 저장하세요</translation>
    </message>
    <message>
        <source>Open h_0 {h_0} and c_0 {c_0}</source>
        <translation>h_0 {h_0}과(와) c_0 {c_0} 열기</translation>
    </message>
    <message>
        <source>Initial states ({files})</source>
        <translation>초기 상태 ({files})</translation>
    </message>
    <message>
        <source>{name} has shape {shape}, which is also the shape of an initial state. What is it?</source>
        <translation>{name} 파일의 형상 {shape}은(는) 초기 상태의 형상과 같습니다. 무엇으로 열까요?</translation>
    </message>
    <message>
        <source>Open an initial state</source>
        <translation>초기 상태 열기</translation>
    </message>
    <message>
        <source>The &amp;sequence</source>
        <translation>시퀀스(&amp;S)</translation>
    </message>
    <message>
        <source>The recurrent activation of {name}</source>
        <translation>{name}의 recurrent_activation</translation>
    </message>
    <message>
        <source>The file does not specify the recurrent activation of {lstm}: {doubt}.</source>
        <translation>{lstm}의 recurrent_activation이 파일에 없습니다. {doubt}.</translation>
    </message>
    <message>
        <source>The code that built the model specifies it, and so does the model&apos;s architecture. For a weights-only file, save model.to_json() next to it as {name}.</source>
        <translation>모델을 만든 코드에서 알 수 있습니다. 가중치만 저장한 파일이면 모델 구조에서도 알 수 있습니다. model.to_json()을 같은 폴더에 {name} 파일로 두세요.</translation>
    </message>
    <message>
        <source>Piecewise linear instead of σ; the default in Keras 2</source>
        <translation>σ 대신 직선을 쓰는 함수로, Keras 2의 기본값이었습니다</translation>
    </message>
    <message>
        <source>Not opened: {why}.</source>
        <translation>열지 않습니다. {why}.</translation>
    </message>
    <message>
        <source>The file will open. Every value is right if the model was built with sigmoid; otherwise each gate is off by up to 0.08, and the output by more.</source>
        <translation>파일을 엽니다. 모델을 sigmoid로 만들었다면 모든 값이 맞습니다. 아니라면 게이트마다 최대 0.08, 출력은 그보다 더 어긋납니다.</translation>
    </message>
    <message>
        <source>Still saving: {names}. The window closes when saving is done.</source>
        <translation>저장 중인 파일: {names}. 완료되면 창이 닫힙니다.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>&amp;Stop it and close</source>
        <translation>중지하고 닫기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep the window open</source>
        <translation>창 열어 두기(&amp;K)</translation>
    </message>
    <message>
        <source>{states} from {names}</source>
        <translation>{names}에서 읽은 {states}</translation>
    </message>
    <message>
        <source>{state} is unchanged</source>
        <translation>{state} 값은 그대로 둡니다</translation>
    </message>
    <message>
        <source>it may be h_0 or c_0. Name it h_0.npy or c_0.npy</source>
        <translation>h_0일 수도 c_0일 수도 있습니다. 이름을 h_0.npy나 c_0.npy로 바꾸세요</translation>
    </message>
    <message>
        <source>two of the files contain {state}, including {path}. Open only one</source>
        <translation>{path} 파일을 포함해 두 파일이 {state}입니다. 하나만 여세요</translation>
    </message>
    <message>
        <source>it has changed. Open it again</source>
        <translation>파일이 바뀌었습니다. 다시 여세요</translation>
    </message>
    <message>
        <source>its whole numbers look like token ids, but no checkpoint with an embedding is open. Open one first, or use numbers of shape (T, {width})</source>
        <translation>정수가 토큰 id로 보이는데, 임베딩이 있을 만한 체크포인트가 열려 있지 않습니다. 먼저 그 체크포인트를 열거나 형상이 (T, {width})인 값을 여세요</translation>
    </message>
    <message>
        <source>its whole numbers look like token ids, but no embedding in the open checkpoint has {rows} rows of {width}. Open a checkpoint that has one, or use numbers of shape (T, {width})</source>
        <translation>정수가 토큰 id로 보이는데, 열린 체크포인트에는 폭이 {width}이고 행이 {rows}개 이상인 임베딩이 없습니다. 임베딩이 있는 체크포인트를 열거나 형상이 (T, {width})인 값을 여세요</translation>
    </message>
    <message>
        <source>Restart torch</source>
        <translation>torch 다시 시작</translation>
    </message>
    <message>
        <source>torch is not responding: its process has stopped or is short of memory. Nothing is lost; checks and file tasks are waiting.</source>
        <translation>torch가 응답하지 않습니다. 프로세스가 멈췄거나 메모리가 부족합니다. 잃는 것은 없습니다. 검사와 파일 열기는 torch를 기다립니다.</translation>
    </message>
    <message>
        <source>a different first input, inferred from the first step</source>
        <translation>첫 단계에서 거꾸로 구한 다른 첫 입력</translation>
    </message>
    <message>
        <source>other initial states, inferred from the first steps (an error in only those steps would look the same)</source>
        <translation>첫 단계에서 거꾸로 구한 다른 초기 상태(첫 단계에만 있는 다른 오류도 이렇게 보일 수 있음)</translation>
    </message>
    <message>
        <source>Pinned “{name}” for comparison with the next edits</source>
        <translation>“{name}” 실행을 기준으로 지정했습니다. 다음 편집부터 이 실행과 비교합니다</translation>
    </message>
    <message>
        <source>{head}: {source} times its dropout mask {mask}</source>
        <translation>{head}: {source}에 드롭아웃 마스크 {mask}을(를) 곱한 값입니다</translation>
    </message>
    <message>
        <source>{head}: this is {source}</source>
        <translation>{head}: {source} 값입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} starts with {source}</source>
        <translation>{head}: {unit}은(는) {source} 값에서 시작합니다</translation>
    </message>
    <message>
        <source>{head}: the input at t {t} is {word}</source>
        <translation>{head}: t {t}의 입력은 {word}입니다</translation>
    </message>
    <message>
        <source>{head}: the input at t {t} is {word}, not {feature}</source>
        <translation>{head}: t {t}의 입력은 {feature}이(가) 아니라 {word}입니다</translation>
    </message>
    <message>
        <source>{head}: {feature} at t {t}</source>
        <translation>{head}: t {t}의 {feature} 값입니다</translation>
    </message>
    <message>
        <source>{head}: feature {column} of the input at t {t}</source>
        <translation>{head}: t {t}의 입력에서 특징 {column}의 값입니다</translation>
    </message>
    <message>
        <source>unit {unit}</source>
        <translation>유닛 {unit}</translation>
    </message>
    <message>
        <source>bias {name}</source>
        <translation>편향 {name}</translation>
    </message>
    <message>
        <source>the bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>the hidden state</source>
        <translation>은닉 상태</translation>
    </message>
    <message>
        <source>Fully closed: z + 1 would give {value}.</source>
        <translation>완전히 닫혔습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>Mostly closed: z + 1 would give {value}.</source>
        <translation>대체로 닫혔습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>Half open: z + 1 would give {value}.</source>
        <translation>반쯤 열렸습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>Mostly open: z + 1 would give {value}.</source>
        <translation>대체로 열렸습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>Fully open: z + 1 would give {value}.</source>
        <translation>활짝 열렸습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>Saturated: z + 1 would give {value}.</source>
        <translation>포화되었습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>On the curved part: z + 1 would give {value}.</source>
        <translation>휘는 구간에 있습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>Nearly linear: z + 1 would give {value}.</source>
        <translation>거의 선형인 구간에 있습니다. z가 1 더 크면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>{number} held at</source>
        <translation>{number} 고정값</translation>
    </message>
    <message>
        <source>Without the hold it would be {value}.</source>
        <translation>고정하지 않으면 {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>{share} of tanh(c) is output.</source>
        <translation>tanh(c)의 {share}을(를) 내보냅니다.</translation>
    </message>
    <message>
        <source>{function}(z) would be {value}.</source>
        <translation>{function}(z)의 값은 {value}(이)어야 합니다.</translation>
    </message>
    <message>
        <source>{kept} of the cell state is kept, {written} of the candidate is written.</source>
        <translation>셀 상태의 {kept}을(를) 남기고, 후보 값의 {written}을(를) 씁니다.</translation>
    </message>
    <message>
        <source>It gives {gate} = {value}.</source>
        <translation>이 합에서 {gate} = {value}이(가) 됩니다.</translation>
    </message>
    <message>
        <source>h of layer {layer}</source>
        <translation>{layer}번 층의 h</translation>
    </message>
    <message>
        <source>{x} contributes {a}, {h} {b}, the biases {c}.</source>
        <translation>{x}에서 {a}, {h}에서 {b}, 편향에서 {c}이(가) 나왔습니다.</translation>
    </message>
    <message>
        <source>{x} contributes {a}, {h} {b}.</source>
        <translation>{x}에서 {a}, {h}에서 {b}이(가) 나왔습니다.</translation>
    </message>
    <message>
        <source>{name} of layer {layer}</source>
        <translation>{layer}번 층의 {name}</translation>
    </message>
    <message>
        <source>{alone}; {cause} adds most, {amount}</source>
        <translation>{alone} · 가장 크게 더한 것은 {cause}, {amount}</translation>
    </message>
    <message>
        <source>{head}: {unit} keeps {share} of c ({before} → {after})</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남깁니다({before} → {after})</translation>
    </message>
    <message>
        <source>{head}: {unit} keeps {share} of c ({before} → {after}), mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남깁니다({before} → {after}). 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} keeps {share} of c</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남깁니다</translation>
    </message>
    <message>
        <source>{head}: {unit} keeps {share} of c, mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남깁니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would keep {share} of c, but c is 0</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남기지만 셀 상태가 0입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would keep {share} of c, mostly because {cause} adds {amount}, but c is 0</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남기지만 셀 상태가 0입니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would keep {share} of c, but c is still 0</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남기지만 아직 남길 값이 없습니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would keep {share} of c, mostly because {cause} adds {amount}, but c is still 0</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 남기지만 아직 남길 값이 없습니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} writes {share} of the candidate ({before} → {after})</source>
        <translation>{head}: {unit}은(는) 후보 값의 {share}을(를) 반영합니다({before} → {after})</translation>
    </message>
    <message>
        <source>{head}: {unit} writes {share} of the candidate ({before} → {after}), mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}은(는) 후보 값의 {share}을(를) 반영합니다({before} → {after}). 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} writes {share} of the candidate</source>
        <translation>{head}: {unit}은(는) 후보 값의 {share}을(를) 반영합니다</translation>
    </message>
    <message>
        <source>{head}: {unit} writes {share} of the candidate, mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}은(는) 후보 값의 {share}을(를) 반영합니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would write {share} of the candidate, but g is 0</source>
        <translation>{head}: {unit}은(는) 후보 값의 {share}을(를) 반영하지만 후보 값이 0입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would write {share} of the candidate, mostly because {cause} adds {amount}, but g is 0</source>
        <translation>{head}: {unit}은(는) 후보 값의 {share}을(를) 반영하지만 후보 값이 0입니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} outputs {share} of tanh(c) ({before} → {after})</source>
        <translation>{head}: {unit}은(는) tanh(c)의 {share}을(를) 내보냅니다({before} → {after})</translation>
    </message>
    <message>
        <source>{head}: {unit} outputs {share} of tanh(c) ({before} → {after}), mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}은(는) tanh(c)의 {share}을(를) 내보냅니다({before} → {after}). 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} outputs {share} of tanh(c)</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 내보냅니다</translation>
    </message>
    <message>
        <source>{head}: {unit} outputs {share} of tanh(c), mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 내보냅니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would output {share} of tanh(c), but tanh(c) is 0</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 내보내지만 셀 상태가 0입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} would output {share} of tanh(c), mostly because {cause} adds {amount}, but tanh(c) is 0</source>
        <translation>{head}: {unit}은(는) 셀 상태의 {share}을(를) 내보내지만 셀 상태가 0입니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} multiplies its cell state by {factor}, which no forget gate can reach</source>
        <translation>{head}: {unit}은(는) 셀 상태에 {factor}을(를) 곱해 남깁니다. 망각 게이트로는 나올 수 없는 값입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} writes the candidate times {factor}, which no gate can reach</source>
        <translation>{head}: {unit}은(는) 후보 값에 {factor}을(를) 곱해 반영합니다. 게이트로는 나올 수 없는 값입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} outputs tanh(c) times {factor}, which no gate can reach</source>
        <translation>{head}: {unit}은(는) tanh(c)에 {factor}을(를) 곱해 내보냅니다. 게이트로는 나올 수 없는 값입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} has a positive value to write</source>
        <translation>{head}: {unit}에 쓸 값은 양수입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} has a positive value to write, mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}에 쓸 값은 양수입니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} has a negative value to write</source>
        <translation>{head}: {unit}에 쓸 값은 음수입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} has a negative value to write, mostly because {cause} adds {amount}</source>
        <translation>{head}: {unit}에 쓸 값은 음수입니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {unit} has nothing to write</source>
        <translation>{head}: {unit}에 쓸 값이 없습니다</translation>
    </message>
    <message>
        <source>{head}: this sum makes {gate} = {result}</source>
        <translation>{head}: 이 합에서 {gate} = {result}입니다</translation>
    </message>
    <message>
        <source>{head}: this sum makes {gate} = {result}, mostly because {cause} adds {amount}</source>
        <translation>{head}: 이 합에서 {gate} = {result}입니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: the sum from which {gate} is computed</source>
        <translation>{head}: {gate}을(를) 계산하는 합입니다</translation>
    </message>
    <message>
        <source>{head}: the sum from which {gate} is computed; {cause} adds {amount}</source>
        <translation>{head}: {gate}을(를) 계산하는 합입니다. 주로 {cause}이(가) {amount}을(를) 더하기 때문입니다</translation>
    </message>
    <message>
        <source>{head}: {kept} of the cell state is kept, and {written} is written</source>
        <translation>{head}: 이전 셀 상태에서 {kept}을(를) 남기고 {written}을(를) 새로 씁니다</translation>
    </message>
    <message>
        <source>{head}: mostly kept, {kept}; {written} is written</source>
        <translation>{head}: 대부분 남긴 값 {kept}입니다. 새로 쓴 값은 {written}입니다</translation>
    </message>
    <message>
        <source>{head}: mostly written, {written}; {kept} is kept</source>
        <translation>{head}: 대부분 새로 쓴 값 {written}입니다. 남긴 값은 {kept}입니다</translation>
    </message>
    <message>
        <source>{head}: nothing is written, and the cell state is still 0</source>
        <translation>{head}: 새로 쓴 값이 없고 아직 남길 값도 없었습니다</translation>
    </message>
    <message>
        <source>{head}: {written} is written, and the cell state was 0 before</source>
        <translation>{head}: {written}을(를) 새로 썼고 아직 남길 값은 없었습니다</translation>
    </message>
    <message>
        <source>{head}: {unit} outputs {share} of tanh(c) = {before}</source>
        <translation>{head}: {unit}은(는) tanh(c) = {before}의 {share}을(를) 내보냅니다</translation>
    </message>
    <message>
        <source>{head}: {unit} outputs {factor} times tanh(c) = {before}</source>
        <translation>{head}: {unit}은(는) tanh(c) = {before}에 {factor}을(를) 곱해 내보냅니다</translation>
    </message>
    <message>
        <source>{head}: W_hr combines m; the largest product comes from {first}, {product}</source>
        <translation>{head}: W_hr로 m을 합한 값입니다. 가장 큰 곱은 {first}의 {product}입니다</translation>
    </message>
    <message>
        <source>{head}: W_hr projects m, and {cause} adds most, {amount}</source>
        <translation>{head}: W_hr로 m을 합한 값이며, {cause}이(가) 가장 많은 {amount}을(를) 더합니다</translation>
    </message>
    <message>
        <source>{head}: it is held, not computed</source>
        <translation>{head}: 여기서는 계산하지 않습니다</translation>
    </message>
    <message>
        <source>{head}: it is computed from values that are still hidden</source>
        <translation>{head}: 아직 표시하지 않은 값에서 나온 값입니다</translation>
    </message>
    <message>
        <source>Working against it: {cause}, {amount}</source>
        <translation>반대 방향에서는 {cause}이(가) {amount}을(를) 더합니다</translation>
    </message>
    <message>
        <source>The largest single term is {cause}, {amount}</source>
        <translation>항 하나로는 {cause}의 {amount}이(가) 가장 큽니다</translation>
    </message>
    <message>
        <source>The gate is closed: it is below {end}</source>
        <translation>{end}보다 작아 닫힌 게이트입니다</translation>
    </message>
    <message>
        <source>The gate is open: it is above {end}</source>
        <translation>{end}보다 커서 열린 게이트입니다</translation>
    </message>
    <message>
        <source>Without the hold it would be {value}</source>
        <translation>고정하지 않으면 {value}입니다</translation>
    </message>
    <message>
        <source>Its terms do not add up: {rest} is missing</source>
        <translation>항을 더해도 이 값이 되지 않습니다. {rest}이(가) 남습니다</translation>
    </message>
    <message>
        <source>{head}: the initial value of {unit}</source>
        <translation>{head}: {unit}은(는) 이 값에서 시작합니다</translation>
    </message>
    <message>
        <source>{head}: dropout multiplies {source} by this</source>
        <translation>{head}: 드롭아웃이 {source}에 곱하는 값입니다</translation>
    </message>
    <message>
        <source>{head}: dropout sets {source} to 0</source>
        <translation>{head}: 드롭아웃이 {source}을(를) 0으로 만듭니다</translation>
    </message>
    <message>
        <source>{head}: it adds {amount} to {sum} at every step</source>
        <translation>{head}: 모든 시점에서 {sum}에 {amount}을(를) 더합니다</translation>
    </message>
    <message>
        <source>{head}: the weight of {input} in {sum}</source>
        <translation>{head}: {sum}을(를) 계산할 때 {input}에 곱합니다</translation>
    </message>
    <message>
        <source>{head}: it is cut at t {t} and adds nothing to {sum}</source>
        <translation>{head}: t {t}에서 연결이 끊겨 {sum}에 아무것도 더하지 않습니다</translation>
    </message>
    <message>
        <source>{head}: at t {t} it multiplies {input} = {read} and adds {amount} to {sum}</source>
        <translation>{head}: t {t}에서 {input} = {read}에 곱해져 {sum}에 {amount}을(를) 더합니다</translation>
    </message>
    <message>
        <source>{number} is held at {value}</source>
        <translation>{number}을(를) {value}(으)로 고정</translation>
    </message>
    <message>
        <source>{number} is not computed yet</source>
        <translation>{number}은(는) 아직 계산 전입니다</translation>
    </message>
    <message>
        <source>{head}, in a run with an injected error</source>
        <translation>{head}. 오류를 일부러 넣은 실행의 값입니다</translation>
    </message>
    <message>
        <source>{head}: this is not a finite number, so it has no meaning</source>
        <translation>{head}: 유한한 수가 아니어서 뜻이 없습니다</translation>
    </message>
    <message>
        <source>Close {panel}</source>
        <translation>{panel} 닫기</translation>
    </message>
    <message>
        <source>Return to the current position</source>
        <translation>현재 위치로 돌아가기</translation>
    </message>
    <message>
        <source>Dock {panel} in the window</source>
        <translation>{panel}을(를) 창 안으로 되돌리기</translation>
    </message>
    <message>
        <source>Float {panel} in its own window</source>
        <translation>{panel}을(를) 별도 창으로 분리</translation>
    </message>
    <message>
        <source>viewing past the end of the row</source>
        <translation>행의 끝 다음을 보는 중</translation>
    </message>
    <message>
        <source>viewing t {t} · {label}</source>
        <translation>t {t} · {label} 보는 중</translation>
    </message>
    <message>
        <source>viewing t {t}</source>
        <translation>t {t} 보는 중</translation>
    </message>
    <message>
        <source>return to start</source>
        <translation>처음으로 돌아가기</translation>
    </message>
    <message>
        <source>return to t {t}</source>
        <translation>t {t}(으)로 돌아가기</translation>
    </message>
    <message>
        <source>append {what} to row {row}</source>
        <translation>배치 행 {row}에 {what} 덧붙이기</translation>
    </message>
    <message>
        <source>append {what}</source>
        <translation>{what} 덧붙이기</translation>
    </message>
    <message>
        <source>type a word</source>
        <translation>단어를 입력하세요</translation>
    </message>
    <message>
        <source>The input for one more timestep, at the end of the sequence</source>
        <translation>시퀀스 끝에 덧붙일 시점의 입력입니다.</translation>
    </message>
    <message>
        <source>Next input</source>
        <translation>다음 입력</translation>
    </message>
    <message>
        <source>Append</source>
        <translation>덧붙이기</translation>
    </message>
    <message>
        <source>Appends the input to the sequence, and steps to it</source>
        <translation>입력을 시퀀스에 덧붙이고 그 시점으로 갑니다.</translation>
    </message>
    <message>
        <source>Append:</source>
        <translation>덧붙이기:</translation>
    </message>
    <message>
        <source>Append to row {row}:</source>
        <translation>배치 행 {row}에 덧붙이기:</translation>
    </message>
    <message>
        <source>words</source>
        <translation>단어</translation>
    </message>
    <message>
        <source>Append {word} to the input, and step to it</source>
        <translation>입력에 {word} 단어를 덧붙이고 그 시점으로 갑니다</translation>
    </message>
    <message>
        <source>Append {word}</source>
        <translation>{word} 덧붙이기</translation>
    </message>
    <message>
        <source>&amp;Append input</source>
        <translation>입력 덧붙이기(&amp;A)</translation>
    </message>
    <message>
        <source>In train mode the dropout masks are drawn for the whole sequence. Switch to eval mode to append to it</source>
        <translation>train 모드에서는 드롭아웃 마스크를 시퀀스 전체에 대해 만듭니다. 덧붙이려면 eval 모드로 바꾸세요</translation>
    </message>
    <message>
        <source>a timestep needs {width} numbers</source>
        <translation>한 시점에 숫자 {width}개가 필요합니다</translation>
    </message>
    <message>
        <source>more than {most:,} words</source>
        <translation>단어가 {most:,}개를 넘습니다</translation>
    </message>
    <message>
        <source>“{word}” can mean {words}. Type more</source>
        <translation>“{word}”(으)로 시작하는 단어가 여럿입니다({words}). 더 입력하세요</translation>
    </message>
    <message>
        <source>“{word}” is not a word in this input. Available: {words}</source>
        <translation>“{word}”은(는) 이 입력에 없는 단어입니다. 쓸 수 있는 단어: {words}</translation>
    </message>
    <message>
        <source>{cells}; readout file: {readout}</source>
        <translation>{cells}. 함께 저장되는 출력층: {readout}</translation>
    </message>
    <message>
        <source>{count:,} arrays, about {size}</source>
        <translation>배열 {count:,}개, 약 {size}</translation>
    </message>
    <message>
        <source>{rows:,} rows, {columns:,} columns, about {size}</source>
        <translation>행 {rows:,}개, 열 {columns:,}개, 약 {size}</translation>
    </message>
    <message>
        <source>the input has {count:,} features, but only {most:,} can be exported with a trace. Leave the input out</source>
        <translation>입력에 특징이 {count:,}개 있는데 트레이스에는 {most:,}개까지만 함께 저장할 수 있습니다. 입력을 빼세요</translation>
    </message>
    <message>
        <source>Unsaved work is kept and can be restored at the next start</source>
        <translation>저장하지 않은 작업은 보관되어 있으며 다음에 시작할 때 다시 표시됩니다</translation>
    </message>
    <message>
        <source>both are added</source>
        <translation>두 벡터를 더함</translation>
    </message>
    <message>
        <source>is added</source>
        <translation>더해집니다</translation>
    </message>
    <message>
        <source>reads {vector}</source>
        <translation>입력 {vector}</translation>
    </message>
    <message>
        <source>{vector} below</source>
        <translation>아래층 {vector}</translation>
    </message>
    <message>
        <source>x: the input at each timestep, as a name or as values</source>
        <translation>x: 시점마다 들어오는 입력을 이름이나 값으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>c: the cell state of the selected unit, as bars from zero</source>
        <translation>c: 선택한 유닛의 셀 상태만 0부터의 막대로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Running product of f after the viewed timestep: how much of its c is kept</source>
        <translation>보고 있는 시점 뒤의 f를 모두 곱한 값으로, 그 c가 얼마나 남는지 나타냅니다.</translation>
    </message>
    <message>
        <source>scale of {quantity}: {old} → {new}</source>
        <translation>{quantity} 척도: {old} → {new}</translation>
    </message>
    <message>
        <source>{quantity} scale: changed for some units</source>
        <translation>{quantity} 척도: 일부 유닛에서 바뀜</translation>
    </message>
    <message>
        <source>Step by</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>One step is either a gate (one box of the cell) or a whole timestep</source>
        <translation>한 단계의 단위입니다. 게이트는 셀의 칸 하나이고, 시점은 시점 전체입니다.</translation>
    </message>
    <message>
        <source>no edits</source>
        <translation>편집 없음</translation>
    </message>
    <message>
        <source>Computed in {dtype} by numpy; torch {version} checks it</source>
        <translation>numpy가 {dtype}(으)로 계산하고 torch {version}이(가) 검사합니다</translation>
    </message>
    <message>
        <source>Computed in {dtype} by numpy; not checked by torch</source>
        <translation>numpy가 {dtype}(으)로 계산하며, 검사할 torch가 없습니다</translation>
    </message>
    <message>
        <source>Naive forecast: the loss from predicting that each value repeats</source>
        <translation>직전 값 그대로: 다음 값이 지금 값과 같다고 예측할 때의 손실입니다.</translation>
    </message>
    <message>
        <source>naive forecast {loss}</source>
        <translation>직전 값 그대로일 때 {loss}</translation>
    </message>
    <message>
        <source>Two correct programs can round differently. The rounding allowance is how far this may move a value: a difference above 100 % of it is an error.</source>
        <translation>올바른 프로그램끼리도 반올림은 다릅니다. 반올림 허용 오차는 그 때문에 값이 달라질 수 있는 한도이며, 차이가 100%를 넘으면 오류입니다.</translation>
    </message>
    <message>
        <source>The largest difference between a value in Gatestep and the same value in torch</source>
        <translation>Gatestep의 값과 torch의 같은 값 사이의 최대 차이입니다.</translation>
    </message>
    <message>
        <source>Cells compared, out of the total: one per timestep and layer</source>
        <translation>전체 가운데 비교한 셀의 수입니다. 시점과 층마다 하나입니다.</translation>
    </message>
    <message>
        <source>Cells compared: one for each timestep and layer</source>
        <translation>비교한 셀의 수입니다. 시점과 층마다 하나입니다.</translation>
    </message>
    <message>
        <source>Cells that were recomputed in float64, where rounding errors are smaller</source>
        <translation>16자리로 다시 계산한 셀의 수입니다. 반올림 오차가 훨씬 작습니다.</translation>
    </message>
    <message>
        <source>A few timesteps at a time, computed by torch.nn.LSTM itself, not by a single cell</source>
        <translation>셀 하나가 아니라 torch.nn.LSTM으로 몇 시점씩 계산한 횟수입니다.</translation>
    </message>
    <message>
        <source>Short runs with holds or cuts, which torch.nn.LSTM cannot run</source>
        <translation>고정한 값이 있어 건너뛴 짧은 실행입니다. torch.nn.LSTM에서는 값을 고정할 수 없습니다.</translation>
    </message>
    <message>
        <source>Cells with values too large for the dtype. They cannot be compared.</source>
        <translation>dtype에 담기에 너무 큰 값이 있는 셀의 수이며, 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>Cells whose gradients were compared with autograd, out of the total</source>
        <translation>전체 중 기울기를 autograd와 비교한 셀입니다</translation>
    </message>
    <message>
        <source>Sums of weight gradients over some timesteps, recomputed in float64</source>
        <translation>몇 시점에 걸친 가중치 기울기의 합을 16자리로 다시 구한 것입니다</translation>
    </message>
    <message>
        <source>Each step&apos;s inputs match the recorded values they come from, bit for bit</source>
        <translation>각 단계가 읽는 값이 그 값이 기록된 곳의 값과 비트까지 같은지 봅니다</translation>
    </message>
    <message>
        <source>PyTorch&apos;s result for this run: PyTorch recomputes every step</source>
        <translation>이 실행에 대한 PyTorch의 판정입니다. PyTorch가 모든 단계를 다시 계산합니다.</translation>
    </message>
    <message>
        <source>Only i, f, g, o and their pre-activations depend on the weights within one step. Choose one of these.</source>
        <translation>한 단계에서 가중치로 계산되는 값은 i f g o와 각각의 합뿐입니다. 이 중 하나를 고르세요.</translation>
    </message>
    <message>
        <source>This run has an injected error. Remove it first.</source>
        <translation>값을 일부러 틀리게 계산하고 있습니다. 먼저 오류 주입을 해제하세요.</translation>
    </message>
    <message>
        <source>{number} is held at {value}. Release it first.</source>
        <translation>{number} 값이 {value}에 고정되어 있습니다. 먼저 고정을 해제하세요.</translation>
    </message>
    <message>
        <source>The pre-activation of {number} is not a finite number, so no change can help.</source>
        <translation>{number}의 합이 유한한 수가 아니어서 바꿀 수 없습니다.</translation>
    </message>
    <message>
        <source>{number} always lies between {low} and {high}, and never reaches either.</source>
        <translation>{number} 값은 항상 {low}보다 크고 {high}보다 작습니다.</translation>
    </message>
    <message>
        <source>The target must be a finite number.</source>
        <translation>목표값은 유한한 수여야 합니다.</translation>
    </message>
    <message>
        <source>hold at</source>
        <translation>고정할 값</translation>
    </message>
    <message>
        <source>set to</source>
        <translation>바꿀 값</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>남긴 값</translation>
    </message>
    <message>
        <source>written</source>
        <translation>새로 쓴 값</translation>
    </message>
    <message>
        <source>Keep this card open (P)</source>
        <translation>카드 열어 두기(P)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>닫기(Esc)</translation>
    </message>
    <message>
        <source>All digits: {value}</source>
        <translation>전체 자릿수: {value}</translation>
    </message>
    <message>
        <source>Open in Calculation</source>
        <translation>계산 내역 열기</translation>
    </message>
    <message>
        <source>Show in Weights</source>
        <translation>가중치에서 보기</translation>
    </message>
    <message>
        <source>Enter: hold · Esc: cancel</source>
        <translation>Enter: 고정, Esc: 취소</translation>
    </message>
    <message>
        <source>Enter: set · Esc: cancel</source>
        <translation>Enter: 적용, Esc: 취소</translation>
    </message>
    <message>
        <source>Type a number to hold it from here on</source>
        <translation>숫자를 입력하면 여기부터 그 값으로 고정됩니다</translation>
    </message>
    <message>
        <source>Type a number to change it</source>
        <translation>숫자를 입력하면 값이 바뀝니다</translation>
    </message>
    <message>
        <source>Type a number to replace the one on the card</source>
        <translation>카드의 값을 다른 숫자로 바꾸기</translation>
    </message>
    <message>
        <source>Keep the card open, or let it close</source>
        <translation>카드를 열어 두거나 닫기</translation>
    </message>
    <message>
        <source>Close the field, then the card, then the kept cards</source>
        <translation>입력란, 카드, 열어 둔 카드 순서로 닫기</translation>
    </message>
    <message>
        <source>The command failed</source>
        <translation>작업을 완료하지 못했습니다</translation>
    </message>
    <message>
        <source>the process was restarted. Try again</source>
        <translation>프로세스를 다시 시작했습니다. 다시 시도하세요</translation>
    </message>
    <message>
        <source>its {entry} is damaged. Use another copy</source>
        <translation>파일 안의 {entry}이(가) 손상되었습니다. 다른 사본을 쓰세요</translation>
    </message>
    <message>
        <source>Drag a number up or down to change it.</source>
        <translation>숫자를 위아래로 끌면 값이 바뀝니다.</translation>
    </message>
    <message>
        <source>Right-click to hold a number or cut a connection.</source>
        <translation>오른쪽 클릭하면 값을 고정하거나 연결을 끊을 수 있습니다.</translation>
    </message>
    <message>
        <source>Click a number to see where it comes from.</source>
        <translation>숫자를 클릭하면 계산 내역이 보입니다.</translation>
    </message>
    <message>
        <source>Drop files here to open them.</source>
        <translation>파일을 여기에 끌어다 놓으면 열립니다.</translation>
    </message>
    <message>
        <source>{count:,} units</source>
        <translation>유닛 {count:,}개</translation>
    </message>
    <message>
        <source>There is no baseline to compare with. {key} pins this run</source>
        <translation>비교할 기준 실행이 없습니다. 이 실행을 기준으로 지정: {key}</translation>
    </message>
    <message>
        <source>How many units are listed</source>
        <translation>전체 유닛 가운데 목록에 있는 수입니다.</translation>
    </message>
    <message>
        <source>1 unit</source>
        <translation>유닛 1개</translation>
    </message>
    <message>
        <source>t {t} is not computed yet</source>
        <translation>t {t}은(는) 아직 계산 전입니다</translation>
    </message>
    <message>
        <source>No unit matches</source>
        <translation>이 조건에 맞는 유닛이 없습니다</translation>
    </message>
    <message>
        <source>{count:,} of {total:,}</source>
        <translation>{total:,}개 중 {count:,}개</translation>
    </message>
    <message>
        <source>Show the visible {count:,} on the timeline</source>
        <translation>화면에 보이는 {count:,}개를 타임라인에 표시</translation>
    </message>
    <message>
        <source>Show this one</source>
        <translation>1개 표시</translation>
    </message>
    <message>
        <source>Show this one on the timeline</source>
        <translation>1개를 타임라인에 표시</translation>
    </message>
    <message>
        <source>Show these {count:,} on the timeline</source>
        <translation>{count:,}개를 타임라인에 표시</translation>
    </message>
    <message>
        <source>Show these {count:,}</source>
        <translation>{count:,}개 표시</translation>
    </message>
    <message>
        <source>Sorts the timeline rows to match this list</source>
        <translation>타임라인의 행을 이 목록의 순서로 놓습니다.</translation>
    </message>
    <message>
        <source>Shows all units on the timeline again</source>
        <translation>타임라인에 모든 유닛을 다시 표시합니다.</translation>
    </message>
    <message>
        <source>Reverse the order</source>
        <translation>순서 뒤집기</translation>
    </message>
    <message>
        <source>number</source>
        <translation>번호</translation>
    </message>
    <message>
        <source>Measure to sort the units by</source>
        <translation>유닛의 정렬 기준</translation>
    </message>
    <message>
        <source>Measure to sort the units by, largest first</source>
        <translation>유닛을 정렬하는 기준이며, 큰 값부터 보여 줍니다.</translation>
    </message>
    <message>
        <source>Quantity to sort by</source>
        <translation>정렬할 값의 종류</translation>
    </message>
    <message>
        <source>Quantity to sort by: a gate, c or h</source>
        <translation>유닛을 정렬할 때 쓰는 값의 종류입니다: 게이트, c 또는 h.</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>정렬</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>다시 모두</translation>
    </message>
    <message>
        <source>e.g. 405, or f closed &gt; 0.5</source>
        <translation>예: 405, f closed &gt; 0.5</translation>
    </message>
    <message>
        <source>Find units</source>
        <translation>유닛 찾기</translation>
    </message>
    <message>
        <source>closed and open: at an end of the curve (gates: below 0.1 or above 0.9; tanh: beyond ±0.9)</source>
        <translation>closed(닫힘), open(열림): 곡선의 끝을 넘은 상태. 게이트는 0.1과 0.9, tanh는 ±0.9</translation>
    </message>
    <message>
        <source>also: mean, change (from the baseline), norm (of the weights), nan</source>
        <translation>그 밖에: mean(평균), change(기준 실행과의 차이), norm(가중치 노름), nan</translation>
    </message>
    <message>
        <source>type 405 or 3–9, c &gt; 3, f closed, g saturated at 12, or over all steps so far: f open &gt; 0.5, f variance &lt; 0.01</source>
        <translation>입력 예: 405, 3–9, c &gt; 3, f closed, g saturated at 12. 지금까지의 모든 단계에 대한 조건: f open &gt; 0.5, f variance &lt; 0.01</translation>
    </message>
    <message>
        <source>only the layer, direction and row shown are searched for units</source>
        <translation>지금 보이는 층, 방향, 배치 행에서만 유닛을 찾습니다</translation>
    </message>
    <message>
        <source>all units are tested. Leave out [{unit}]</source>
        <translation>모든 유닛에 조건을 적용하므로 [{unit}]을 빼세요</translation>
    </message>
    <message>
        <source>{measure} covers all steps so far. Leave out “at”</source>
        <translation>{measure}은(는) 지금까지의 모든 단계에 대한 값이므로 at을 빼세요</translation>
    </message>
    <message>
        <source>nan takes no number: {how}</source>
        <translation>nan은 숫자 없이 씁니다. {how}</translation>
    </message>
    <message>
        <source>“{text}” is not a measure. Use {measures}</source>
        <translation>“{text}”은(는) 유닛의 값이 아닙니다. 쓸 수 있는 값: {measures}</translation>
    </message>
    <message>
        <source>switched off in Settings</source>
        <translation>설정에서 껐습니다</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>클릭</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>더블 클릭</translation>
    </message>
    <message>
        <source>Right-click</source>
        <translation>오른쪽 클릭</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>끌기</translation>
    </message>
    <message>
        <source>opens its context menu</source>
        <translation>할 수 있는 모든 동작의 메뉴</translation>
    </message>
    <message>
        <source>copies or saves the panel as a picture</source>
        <translation>패널의 이미지 복사, 저장</translation>
    </message>
    <message>
        <source>Any number under the mouse</source>
        <translation>마우스 아래의 값</translation>
    </message>
    <message>
        <source>shows how it is computed; hovering opens its card</source>
        <translation>계산 방법 표시, 마우스를 두면 카드 열기</translation>
    </message>
    <message>
        <source>on h, c or an output: shows its gradients</source>
        <translation>h, c 또는 출력이면 그 값의 기울기를 보여 줍니다</translation>
    </message>
    <message>
        <source>Number card</source>
        <translation>값의 카드</translation>
    </message>
    <message>
        <source>on a number: shows that number; the pin keeps the card open</source>
        <translation>카드 속 값으로 이동, 핀을 누르면 카드 유지</translation>
    </message>
    <message>
        <source>replaces the value, where it can be changed</source>
        <translation>바꿀 수 있는 값이면 새 값 입력</translation>
    </message>
    <message>
        <source>moves a kept card</source>
        <translation>유지한 카드 이동</translation>
    </message>
    <message>
        <source>Weight or input in a heat map</source>
        <translation>히트맵의 가중치나 입력</translation>
    </message>
    <message>
        <source>selects it; with Shift, a block</source>
        <translation>선택, Shift와 함께 블록 선택</translation>
    </message>
    <message>
        <source>edits it</source>
        <translation>값 입력</translation>
    </message>
    <message>
        <source>changes, copies, resets or cuts it</source>
        <translation>변경, 복사, 초기화, 연결 끊기</translation>
    </message>
    <message>
        <source>raises or lowers it (select a small cell first); Shift gives finer steps; holding Shift first selects a block instead</source>
        <translation>위아래로 끌면 값 변경(작은 칸은 먼저 선택), Shift는 미세하게. Shift를 먼저 누르면 블록 선택</translation>
    </message>
    <message>
        <source>Weight or input in a table</source>
        <translation>표의 가중치나 입력</translation>
    </message>
    <message>
        <source>selects a block</source>
        <translation>블록 선택</translation>
    </message>
    <message>
        <source>Row, column or gate name in a matrix</source>
        <translation>행렬의 행, 열, 게이트 이름</translation>
    </message>
    <message>
        <source>selects all of it; Shift extends the selection</source>
        <translation>전체 선택, Shift와 함께 그곳까지 선택</translation>
    </message>
    <message>
        <source>changes, copies or resets it</source>
        <translation>변경, 복사, 초기화</translation>
    </message>
    <message>
        <source>Box in the cell diagram</source>
        <translation>셀 구조도의 칸</translation>
    </message>
    <message>
        <source>views its value; if not computed yet, goes to its step</source>
        <translation>그 값 보기, 아직 계산 전이면 그곳으로 이동</translation>
    </message>
    <message>
        <source>Operator between boxes</source>
        <translation>두 칸 사이의 기호</translation>
    </message>
    <message>
        <source>goes to the step that computes it</source>
        <translation>계산하는 단계로 이동</translation>
    </message>
    <message>
        <source>Layer or direction in the map</source>
        <translation>층·방향 지도의 칸</translation>
    </message>
    <message>
        <source>shows that layer and direction</source>
        <translation>그 층과 방향 보기</translation>
    </message>
    <message>
        <source>views that unit and timestep; with Shift, selects a block</source>
        <translation>그 유닛과 시점 보기, Shift와 함께 블록 선택</translation>
    </message>
    <message>
        <source>holds, releases, watches or copies it, or fits the view</source>
        <translation>값 고정과 해제, 관찰, 복사, 화면 맞춤</translation>
    </message>
    <message>
        <source>pans the view; on the current timestep, moves the position</source>
        <translation>시간 이동, 지금 테두리를 끌면 위치 이동</translation>
    </message>
    <message>
        <source>Wheel over the timeline</source>
        <translation>타임라인 위의 휠</translation>
    </message>
    <message>
        <source>zooms time; with Ctrl, units</source>
        <translation>시간 확대, Ctrl과 함께 유닛 확대</translation>
    </message>
    <message>
        <source>Term in Calculation</source>
        <translation>계산 내역의 항</translation>
    </message>
    <message>
        <source>goes to the source of its factor</source>
        <translation>인수의 출처로 이동</translation>
    </message>
    <message>
        <source>Dot in Activations</source>
        <translation>활성화 분포 패널의 점</translation>
    </message>
    <message>
        <source>selects that unit</source>
        <translation>그 유닛 선택</translation>
    </message>
    <message>
        <source>Row in Now</source>
        <translation>현재 패널의 행</translation>
    </message>
    <message>
        <source>views that value</source>
        <translation>그 값 보기</translation>
    </message>
    <message>
        <source>shows its gradients; copies or saves the panel as a picture</source>
        <translation>그 값의 기울기를 보여 주거나, 패널을 이미지로 복사·저장합니다</translation>
    </message>
    <message>
        <source>Row in Answers</source>
        <translation>예측 패널의 행</translation>
    </message>
    <message>
        <source>views that output&apos;s y</source>
        <translation>그 출력의 y를 봅니다</translation>
    </message>
    <message>
        <source>goes to where it is computed</source>
        <translation>그 값이 계산되는 곳으로 갑니다</translation>
    </message>
    <message>
        <source>shows its gradients; copies the predictions or a picture of the panel</source>
        <translation>그 값의 기울기를 보여 주거나, 예측이나 패널 이미지를 복사합니다</translation>
    </message>
    <message>
        <source>Line in Watches</source>
        <translation>관찰 패널의 줄</translation>
    </message>
    <message>
        <source>selects it</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>views its value</source>
        <translation>그 값 보기</translation>
    </message>
    <message>
        <source>Line or strip in Check</source>
        <translation>검사 패널의 줄이나 띠</translation>
    </message>
    <message>
        <source>goes to that place</source>
        <translation>그곳으로 이동</translation>
    </message>
    <message>
        <source>Panel title bar</source>
        <translation>패널의 제목 표시줄</translation>
    </message>
    <message>
        <source>brings the panel of that name to the front</source>
        <translation>그 이름의 패널을 앞으로</translation>
    </message>
    <message>
        <source>floats the panel in its own window, and docks it again</source>
        <translation>패널을 따로 띄우기, 되돌리기</translation>
    </message>
    <message>
        <source>moves the panel elsewhere</source>
        <translation>패널 이동</translation>
    </message>
    <message>
        <source>Edge between panels</source>
        <translation>패널 사이의 경계</translation>
    </message>
    <message>
        <source>resizes the panels</source>
        <translation>자리 나누기</translation>
    </message>
    <message>
        <source>Run slider</source>
        <translation>실행 막대</translation>
    </message>
    <message>
        <source>goes there</source>
        <translation>그곳으로 이동</translation>
    </message>
    <message>
        <source>goes through the run</source>
        <translation>실행 훑어보기</translation>
    </message>
    <message>
        <source>Check badge</source>
        <translation>검사 배지</translation>
    </message>
    <message>
        <source>shows the Check panel</source>
        <translation>검사 패널 보기</translation>
    </message>
    <message>
        <source>External files</source>
        <translation>창 밖의 파일</translation>
    </message>
    <message>
        <source>opens models, sequences and workspaces dropped on the window</source>
        <translation>창에 놓으면 모델, 시퀀스, 작업 파일 열기</translation>
    </message>
    <message>
        <source>macOS uses {key} to hide, minimise or quit the program.</source>
        <translation>{key}은(는) macOS에서 프로그램을 숨기거나 최소화하거나 끝내는 키입니다.</translation>
    </message>
    <message>
        <source>{key} moves the selection in a matrix, and switches desktops on macOS.</source>
        <translation>{key}은(는) 행렬에서 선택한 칸을 옮기고, macOS에서는 데스크탑을 바꿉니다.</translation>
    </message>
    <message>
        <source>{key} opens a menu: Alt with a letter is reserved for menus.</source>
        <translation>{key}은(는) 메뉴를 엽니다. Alt와 글자는 메뉴의 키입니다.</translation>
    </message>
    <message>
        <source>{key} shows the desktop on macOS.</source>
        <translation>{key}은(는) macOS에서 데스크탑을 보여 줍니다.</translation>
    </message>
    <message>
        <source>{key} is used in fields, tables and cards.</source>
        <translation>{key}은(는) 입력 칸, 표, 카드에서 쓰는 키입니다.</translation>
    </message>
    <message>
        <source>That is not a key.</source>
        <translation>단축키가 아닙니다.</translation>
    </message>
    <message>
        <source>What would make it …?</source>
        <translation>원하는 값으로 바꾸려면?</translation>
    </message>
    <message>
        <source>The pre-activation needed for a different value, and the single weight change that gives it</source>
        <translation>다른 값이 되는 데 필요한 합과, 그 하나만 바꾸면 되는 가중치를 보여 줍니다.</translation>
    </message>
    <message>
        <source>The sum of all terms, or the argument of tanh</source>
        <translation>모든 항의 합, 또는 tanh에 넣는 값입니다.</translation>
    </message>
    <message>
        <source>How the value is computed from the sum above</source>
        <translation>위의 합에서 이 값을 계산하는 방법입니다.</translation>
    </message>
    <message>
        <source>The value being broken down</source>
        <translation>계산 내역을 보고 있는 값입니다.</translation>
    </message>
    <message>
        <source>What the value does, and how it would change with the sum</source>
        <translation>이 값이 하는 일과, 합이 바뀌면 어떻게 달라지는지 알려 줍니다.</translation>
    </message>
    <message>
        <source>An LSTM, one gate at a time. Every number on screen is computed; none is made up.</source>
        <translation>LSTM을 게이트 하나씩. 화면의 모든 값은 실제로 계산한 값입니다.</translation>
    </message>
    <message>
        <source>small enough to read every number; everything can be edited</source>
        <translation>모든 값을 읽을 수 있을 만큼 작고, 모두 편집할 수 있습니다</translation>
    </message>
    <message>
        <source>weights from torch, Keras or ONNX, and an input sequence</source>
        <translation>torch, Keras, ONNX에서 저장한 가중치와 입력할 시퀀스</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>내 모델</translation>
    </message>
    <message>
        <source>All lessons are done</source>
        <translation>모든 레슨을 마쳤습니다</translation>
    </message>
    <message>
        <source>Begin the course again</source>
        <translation>처음부터 다시 하기</translation>
    </message>
    <message>
        <source>Continue the lesson</source>
        <translation>레슨 이어서 하기</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>about 10 minutes; you only need to add and multiply</source>
        <translation>약 10분, 더하기와 곱하기만 알면 됩니다</translation>
    </message>
    <message>
        <source>Start here</source>
        <translation>여기서 시작하세요</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>셀 상태</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>유지</translation>
    </message>
    <message>
        <source>Start the lesson</source>
        <translation>레슨 시작하기</translation>
    </message>
    <message>
        <source>{steps:,} timesteps, input {features}</source>
        <translation>시점 {steps:,}개, 입력 {features}</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>층 1개</translation>
    </message>
    <message>
        <source>both directions</source>
        <translation>양방향</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>오늘 {time}</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>어제</translation>
    </message>
    <message>
        <source>{day} {month}</source>
        <translation>{month} {day}일</translation>
    </message>
    <message>
        <source>{day} {month} {year}</source>
        <translation>{year}년 {month} {day}일</translation>
    </message>
    <message>
        <source>Overview of all units</source>
        <translation>모든 유닛 한눈에 보기</translation>
    </message>
    <message>
        <source>All units; each pixel row is the mean of its units. Click anywhere to scroll there.</source>
        <translation>모든 유닛입니다. 픽셀 한 줄은 그 유닛들의 평균입니다. 클릭하면 행에 표시됩니다.</translation>
    </message>
    <message>
        <source>Overview of all timesteps</source>
        <translation>모든 시점 한눈에 보기</translation>
    </message>
    <message>
        <source>All timesteps. Click anywhere to scroll there.</source>
        <translation>모든 시점입니다. 클릭하면 행에 표시됩니다.</translation>
    </message>
    <message>
        <source>The open document. A dot after its name means unsaved edits.</source>
        <translation>열려 있는 것의 이름입니다. 편집한 내용이 파일에 저장되지 않은 동안에는 이름 뒤에 점이 붙습니다.</translation>
    </message>
    <message>
        <source>Timesteps, counted from 0, and their names. Double-click or drag to go there.</source>
        <translation>0부터 센 시점과 그 이름입니다. 더블 클릭하거나 끌면 그곳으로 갑니다.</translation>
    </message>
    <message>
        <source>t: the timestep, counted from 0</source>
        <translation>t: 0부터 센 시점입니다.</translation>
    </message>
    <message>
        <source>What this panel shows: layer, direction, batch row, timestep and unit, when there is more than one.</source>
        <translation>이 패널이 보여 주는 층과 방향, 배치 행, 시점, 유닛입니다. 하나뿐인 것은 적지 않습니다.</translation>
    </message>
    <message>
        <source>The vector that this matrix multiplies, above its columns.</source>
        <translation>이 행렬에 곱하는 값이며, 열 위에 나옵니다.</translation>
    </message>
    <message>
        <source>Input weights: one row per gate and unit, one column per feature.</source>
        <translation>입력의 가중치입니다. 행은 게이트와 유닛, 열은 입력값입니다.</translation>
    </message>
    <message>
        <source>Recurrent weights, on the previous h: one row per gate and unit, one column per h.</source>
        <translation>직전 단계 은닉 상태의 가중치입니다. 행은 게이트와 유닛, 열은 h입니다.</translation>
    </message>
    <message>
        <source>Biases: two numbers that are added for each gate and unit.</source>
        <translation>편향: 게이트와 유닛마다 합에 더하는 두 값입니다.</translation>
    </message>
    <message>
        <source>Projection: h = W_hr m, one row per h, one column per unit.</source>
        <translation>투영: h = W_hr m. 행은 h, 열은 유닛입니다.</translation>
    </message>
    <message>
        <source>What the highlighted value does at this timestep, and why</source>
        <translation>밝게 보이는 값이 이 시점에 하는 일과 그 이유입니다.</translation>
    </message>
    <message>
        <source>Names of the columns, and the values they multiply. Click to select a column; double-click to show the whole matrix.</source>
        <translation>열의 이름과 거기에 곱하는 값입니다. 클릭하면 열을 선택하고, 더블 클릭하면 행렬 전체를 봅니다.</translation>
    </message>
    <message>
        <source>Names of the rows. Click to select a row, or all rows of a gate; double-click to show the whole matrix.</source>
        <translation>행의 이름입니다. 클릭하면 행이나 게이트의 모든 행을 선택하고, 더블 클릭하면 행렬 전체를 봅니다.</translation>
    </message>
    <message>
        <source>Pre-activation: the weighted sum of the gate, before σ or tanh.</source>
        <translation>활성화 전 합: 게이트가 읽는 가중합으로, σ나 tanh를 적용하기 전입니다.</translation>
    </message>
    <message>
        <source>values too large for {dtype} became infinite: {count:,}. Use float64</source>
        <translation>{dtype}에 담기에 너무 큰 수 {count:,}개가 무한대가 되었습니다. float64에는 더 큰 수가 들어갑니다</translation>
    </message>
    <message>
        <source>“{title}” was opened here. Undo again to return to “{before}”</source>
        <translation>여기서 “{title}” 문서를 열었습니다. 한 번 더 실행 취소하면 “{before}” 문서로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Rows of the other gates</source>
        <translation>다른 게이트의 행</translation>
    </message>
    <message>
        <source>there is no layer {layer}. Choose 0 to {last}</source>
        <translation>{layer}번 층이 없습니다. 0~{last}에서 고르세요</translation>
    </message>
    <message>
        <source>there is no reverse direction, because the LSTM is not bidirectional</source>
        <translation>reverse 방향이 없습니다. 이 LSTM은 양방향이 아닙니다</translation>
    </message>
    <message>
        <source>there is no row {row}. Choose 0 to {last}</source>
        <translation>배치 행 {row}이(가) 없습니다. 0~{last}에서 고르세요</translation>
    </message>
    <message>
        <source>there is no timestep {t}. Choose 0 to {last}, or end</source>
        <translation>시점 {t}이(가) 없습니다. 0~{last}에서 고르거나 end를 입력하세요</translation>
    </message>
    <message>
        <source>there is no quantity {quantity}. Choose from {known}</source>
        <translation>{quantity}은(는) 없는 값입니다. 다음 중에서 고르세요: {known}</translation>
    </message>
    <message>
        <source>there is no {quantity} here. Choose t {t}</source>
        <translation>여기에는 {quantity} 값이 없습니다. t {t}을(를) 고르세요</translation>
    </message>
    <message>
        <source>there is no unit {unit}. Choose 0 to {last}</source>
        <translation>유닛 {unit}이(가) 없습니다. 0~{last}에서 고르세요</translation>
    </message>
    <message>
        <source>{quantity} is not a step of the backward pass. Leave out “back”</source>
        <translation>{quantity} 단계는 역전파에 없습니다. back을 빼세요</translation>
    </message>
    <message>
        <source>{quantity} has no unit. Leave it out</source>
        <translation>{quantity} 단계에는 유닛이 없습니다. 유닛을 빼세요</translation>
    </message>
    <message>
        <source>the loss must be one of {losses}</source>
        <translation>손실은 다음 중 하나입니다: {losses}</translation>
    </message>
    <message>
        <source>the reduction must be one of {words}</source>
        <translation>reduction은 다음 중 하나입니다: {words}</translation>
    </message>
    <message>
        <source>targets need a readout. Choose V and b first</source>
        <translation>목표값에는 출력층이 필요합니다. 먼저 V와 b를 고르세요</translation>
    </message>
    <message>
        <source>a loss needs targets. Choose them first</source>
        <translation>손실에는 목표값이 필요합니다. 먼저 목표값을 고르세요</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>클래스 번호</translation>
    </message>
    <message>
        <source>one number per output</source>
        <translation>출력마다 수 하나</translation>
    </message>
    <message>
        <source>{loss} needs other targets: {wanted}</source>
        <translation>{loss} 손실에 필요한 목표값: {wanted}</translation>
    </message>
    <message>
        <source>there is no {quantity}[{unit}] at t {t} in row {row} to differentiate</source>
        <translation>배치 행 {row}의 t {t}에는 미분할 {quantity}[{unit}]이(가) 없습니다</translation>
    </message>
    <message>
        <source>the factor of a chosen value must be a finite number, got {number}</source>
        <translation>미분할 값의 인수는 유한한 수여야 하는데 {number}입니다</translation>
    </message>
    <message>
        <source>{number} is too large for {dtype}. Use at most {most:.2g}</source>
        <translation>{number}은(는) {dtype}에 너무 큽니다. {most:.2g} 이하로 입력하세요</translation>
    </message>
    <message>
        <source>{number} is too small for {dtype} and becomes 0. Use at least {least:.2g}</source>
        <translation>{number}은(는) {dtype}에서 0이 될 만큼 작습니다. {least:.2g} 이상으로 입력하세요</translation>
    </message>
    <message>
        <source>a readout must read one of {over}</source>
        <translation>출력층이 읽는 범위는 다음 중 하나입니다: {over}</translation>
    </message>
    <message>
        <source>p must be one of these functions of y: {functions}</source>
        <translation>p는 y에 다음 중 하나를 적용한 값입니다: {functions}</translation>
    </message>
    <message>
        <source>the readout&apos;s weight needs 2 dimensions, (outputs, inputs)</source>
        <translation>출력층의 가중치는 2차원(출력, 입력)이어야 합니다</translation>
    </message>
    <message>
        <source>the readout&apos;s bias</source>
        <translation>출력층의 편향</translation>
    </message>
    <message>
        <source>{count} outputs need {count} names, got {got}</source>
        <translation>출력 {count}개에는 이름 {count}개가 필요한데 {got}개가 있습니다</translation>
    </message>
    <message>
        <source>the readout&apos;s weight</source>
        <translation>출력층의 가중치</translation>
    </message>
    <message>
        <source>the readout must be {dtype}, like the parameters</source>
        <translation>출력층의 자료형은 파라미터와 같은 {dtype}(이)어야 합니다</translation>
    </message>
    <message>
        <source>targets need 2 or 3 dimensions, got {got}</source>
        <translation>목표값은 2차원이나 3차원이어야 하는데 {got}차원입니다</translation>
    </message>
    <message>
        <source>classes must be whole numbers, got {got}</source>
        <translation>클래스 번호는 정수여야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>the target mask</source>
        <translation>목표값의 가중치</translation>
    </message>
    <message>
        <source>a forecast must be at least 1 timestep ahead, got {got}</source>
        <translation>예측은 1시점 이상 앞이어야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>the target must be {dtype}, like the parameters</source>
        <translation>목표값의 자료형은 파라미터와 같은 {dtype}(이)어야 합니다</translation>
    </message>
    <message>
        <source>the target at t {t} in row {row} is class {got}, but classes are 0 to {last}</source>
        <translation>배치 행 {row}, t {t}의 목표 클래스는 {got}인데 클래스는 0~{last}입니다</translation>
    </message>
    <message>
        <source>readout bias missing</source>
        <translation>출력층의 편향 빠짐</translation>
    </message>
    <message>
        <source>softmax over the batch dimension</source>
        <translation>배치 행 방향으로 계산한 softmax</translation>
    </message>
    <message>
        <source>the target shifted by one timestep</source>
        <translation>한 시점 밀린 목표값</translation>
    </message>
    <message>
        <source>the loss averaged over padding too</source>
        <translation>패딩까지 평균한 손실</translation>
    </message>
    <message>
        <source>its readout or loss is malformed</source>
        <translation>출력층과 손실의 설명이 잘못되었습니다</translation>
    </message>
    <message>
        <source>it has no Linear layer for this LSTM: no float tensor (out_features, {features})</source>
        <translation>이 LSTM에 맞는 Linear 층, 곧 실수 텐서(out_features, {features})가 없습니다</translation>
    </message>
    <message>
        <source>it has no suitable Linear layer named {name}. Choose one of {labels}</source>
        <translation>이름이 {name}이고 크기가 맞는 Linear 층이 없습니다. 다음 중에서 고르세요: {labels}</translation>
    </message>
    <message>
        <source>least squares needs targets. Choose them first</source>
        <translation>최소제곱에는 목표값이 필요합니다. 먼저 목표값을 고르세요</translation>
    </message>
    <message>
        <source>least squares needs at least one target that counts</source>
        <translation>최소제곱에는 목표값이 필요한데, 손실에 들어가는 목표값이 하나도 없습니다</translation>
    </message>
    <message>
        <source>{head}: the readout gives {output} {share}</source>
        <translation>{head}: 출력층이 {output}에 {share}을(를) 줍니다</translation>
    </message>
    <message>
        <source>{head}: the readout gives {output} {share}, the highest</source>
        <translation>{head}: 출력층이 {output}에 가장 높은 {share}을(를) 줍니다</translation>
    </message>
    <message>
        <source>{head}: this is the readout for {output}</source>
        <translation>{head}: {output}에 대한 출력층의 예측입니다</translation>
    </message>
    <message>
        <source>{head}: this is the output of the readout</source>
        <translation>{head}: 출력층의 예측입니다</translation>
    </message>
    <message>
        <source>{said}; the target is {output}: correct</source>
        <translation>{said}. 목표값도 {output}입니다</translation>
    </message>
    <message>
        <source>{said}, but the target is {right}, with {share}</source>
        <translation>{said}. 목표값은 {right}이고 확률은 {share}입니다</translation>
    </message>
    <message>
        <source>{said}; the target is {target}</source>
        <translation>{said}. 목표값은 {target}입니다</translation>
    </message>
    <message>
        <source>h of {unit} has gradient {blame}: a higher h would lower {goal}</source>
        <translation>{unit}의 은닉 상태 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>h of {unit} has gradient {blame}: a lower h would lower {goal}</source>
        <translation>{unit}의 은닉 상태 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>h of {unit} has almost no gradient, {blame}: {why}</source>
        <translation>{unit}의 은닉 상태 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>h of {unit} has zero gradient: {why}</source>
        <translation>{unit}의 은닉 상태 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>m of {unit}, before W_hr, has gradient {blame}: a higher m would lower {goal}</source>
        <translation>투영 전 {unit}의 은닉 상태 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>m of {unit}, before W_hr, has gradient {blame}: a lower m would lower {goal}</source>
        <translation>투영 전 {unit}의 은닉 상태 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>m of {unit}, before W_hr, has almost no gradient, {blame}: {why}</source>
        <translation>투영 전 {unit}의 은닉 상태 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>m of {unit}, before W_hr, has zero gradient: {why}</source>
        <translation>투영 전 {unit}의 은닉 상태 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>c of {unit} has gradient {blame}: a higher c would lower {goal}</source>
        <translation>{unit}의 셀 상태 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>c of {unit} has gradient {blame}: a lower c would lower {goal}</source>
        <translation>{unit}의 셀 상태 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>c of {unit} has almost no gradient, {blame}: {why}</source>
        <translation>{unit}의 셀 상태 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>c of {unit} has zero gradient: {why}</source>
        <translation>{unit}의 셀 상태 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The output gate of {unit} has gradient {blame}: opening it more would lower {goal}</source>
        <translation>{unit}의 출력 게이트 기울기는 {blame}입니다. 더 많이 내보냈다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The output gate of {unit} has gradient {blame}: opening it less would lower {goal}</source>
        <translation>{unit}의 출력 게이트 기울기는 {blame}입니다. 더 적게 내보냈다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The output gate of {unit} has almost no gradient, {blame}: {why}</source>
        <translation>{unit}의 출력 게이트 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The output gate of {unit} has zero gradient: {why}</source>
        <translation>{unit}의 출력 게이트 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The candidate of {unit} has gradient {blame}: a higher value would lower {goal}</source>
        <translation>{unit}의 후보 값 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The candidate of {unit} has gradient {blame}: a lower value would lower {goal}</source>
        <translation>{unit}의 후보 값 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The candidate of {unit} has almost no gradient, {blame}: {why}</source>
        <translation>{unit}의 후보 값 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The candidate of {unit} has zero gradient: {why}</source>
        <translation>{unit}의 후보 값 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The input gate of {unit} has gradient {blame}: opening it more would lower {goal}</source>
        <translation>{unit}의 입력 게이트 기울기는 {blame}입니다. 더 많이 반영했다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The input gate of {unit} has gradient {blame}: opening it less would lower {goal}</source>
        <translation>{unit}의 입력 게이트 기울기는 {blame}입니다. 더 적게 반영했다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The input gate of {unit} has almost no gradient, {blame}: {why}</source>
        <translation>{unit}의 입력 게이트 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The input gate of {unit} has zero gradient: {why}</source>
        <translation>{unit}의 입력 게이트 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The forget gate of {unit} has gradient {blame}: keeping more would lower {goal}</source>
        <translation>{unit}의 망각 게이트 기울기는 {blame}입니다. 더 많이 남겼다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The forget gate of {unit} has gradient {blame}: keeping less would lower {goal}</source>
        <translation>{unit}의 망각 게이트 기울기는 {blame}입니다. 더 적게 남겼다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The forget gate of {unit} has almost no gradient, {blame}: {why}</source>
        <translation>{unit}의 망각 게이트 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The forget gate of {unit} has zero gradient: {why}</source>
        <translation>{unit}의 망각 게이트 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The pre-activation {sum} has gradient {blame}: a higher value would lower {goal}</source>
        <translation>합 {sum}의 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The pre-activation {sum} has gradient {blame}: a lower value would lower {goal}</source>
        <translation>합 {sum}의 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The pre-activation {sum} has almost no gradient, {blame}: {why}</source>
        <translation>합 {sum}의 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The pre-activation {sum} has zero gradient: {why}</source>
        <translation>합 {sum}의 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The input {input} has gradient {blame}: a higher value would lower {goal}</source>
        <translation>입력 {input}의 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The input {input} has gradient {blame}: a lower value would lower {goal}</source>
        <translation>입력 {input}의 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The input {input} has almost no gradient, {blame}: {why}</source>
        <translation>입력 {input}의 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The input {input} has zero gradient: {why}</source>
        <translation>입력 {input}의 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The previous h, {before}, gets gradient {blame} from here: a higher value would lower {goal}</source>
        <translation>이전 은닉 상태 {before}이(가) 이 단계에서 받는 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The previous h, {before}, gets gradient {blame} from here: a lower value would lower {goal}</source>
        <translation>이전 은닉 상태 {before}이(가) 이 단계에서 받는 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The previous h, {before}, gets almost no gradient from here, {blame}: {why}</source>
        <translation>이전 은닉 상태 {before}이(가) 이 단계에서 받는 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The previous h, {before}, gets zero gradient from here: {why}</source>
        <translation>이전 은닉 상태 {before}이(가) 이 단계에서 받는 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The previous c, {before}, gets gradient {blame} from here: a higher value would lower {goal}</source>
        <translation>이전 셀 상태 {before}이(가) 이 단계에서 받는 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The previous c, {before}, gets gradient {blame} from here: a lower value would lower {goal}</source>
        <translation>이전 셀 상태 {before}이(가) 이 단계에서 받는 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The previous c, {before}, gets almost no gradient from here, {blame}: {why}</source>
        <translation>이전 셀 상태 {before}이(가) 이 단계에서 받는 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The previous c, {before}, gets zero gradient from here: {why}</source>
        <translation>이전 셀 상태 {before}이(가) 이 단계에서 받는 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>The readout {answer} has gradient {blame}: a higher value would lower {goal}</source>
        <translation>출력층 {answer}의 기울기는 {blame}입니다. 더 컸다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The readout {answer} has gradient {blame}: a lower value would lower {goal}</source>
        <translation>출력층 {answer}의 기울기는 {blame}입니다. 더 작았다면 {goal}이(가) 더 낮았을 것입니다</translation>
    </message>
    <message>
        <source>The readout {answer} has almost no gradient, {blame}: {why}</source>
        <translation>출력층 {answer}의 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>The readout {answer} has zero gradient: {why}</source>
        <translation>출력층 {answer}의 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>{weight} has gradient {blame} so far: a larger weight would lower {goal}</source>
        <translation>지금까지 {weight}의 기울기는 {blame}입니다. 이 가중치가 더 크면 {goal}이(가) 더 낮아집니다</translation>
    </message>
    <message>
        <source>{weight} has gradient {blame} so far: a smaller weight would lower {goal}</source>
        <translation>지금까지 {weight}의 기울기는 {blame}입니다. 이 가중치가 더 작으면 {goal}이(가) 더 낮아집니다</translation>
    </message>
    <message>
        <source>{weight} has almost no gradient so far, {blame}: {why}</source>
        <translation>지금까지 {weight}의 기울기는 {blame}, 거의 0입니다: {why}</translation>
    </message>
    <message>
        <source>{weight} has zero gradient so far: {why}</source>
        <translation>지금까지 {weight}의 기울기는 0입니다: {why}</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this output, and tanh(c) is positive</source>
        <translation>{product}: 이 은닉 상태가 커지면 {goal}이(가) 커지고, tanh(c)는 양수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this output, and tanh(c) is negative</source>
        <translation>{product}: 이 은닉 상태가 커지면 {goal}이(가) 커지고, tanh(c)는 음수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this output rises, and tanh(c) is positive</source>
        <translation>{product}: 이 은닉 상태가 커지면 {goal}이(가) 작아지고, tanh(c)는 양수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this output rises, and tanh(c) is negative</source>
        <translation>{product}: 이 은닉 상태가 커지면 {goal}이(가) 작아지고, tanh(c)는 음수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this cell state, and i is the share written</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 커지고, 입력 게이트는 이만큼 반영했습니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this cell state rises, and i is the share written</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 작아지고, 입력 게이트는 이만큼 반영했습니다</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this cell state, and the candidate is positive</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 커지고, 후보 값은 양수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this cell state, and the candidate is negative</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 커지고, 후보 값은 음수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this cell state rises, and the candidate is positive</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 작아지고, 후보 값은 양수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this cell state rises, and the candidate is negative</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 작아지고, 후보 값은 음수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this cell state, and the old cell state is positive</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 커지고, 남길 값은 양수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this cell state, and the old cell state is negative</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 커지고, 남길 값은 음수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this cell state rises, and the old cell state is positive</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 작아지고, 남길 값은 양수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this cell state rises, and the old cell state is negative</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 작아지고, 남길 값은 음수입니다</translation>
    </message>
    <message>
        <source>{product}: {goal} rises with this cell state, and f is the share kept</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 커지고, 망각 게이트는 이만큼 남겼습니다</translation>
    </message>
    <message>
        <source>{product}: {goal} falls as this cell state rises, and f is the share kept</source>
        <translation>{product}: 이 셀 상태가 커지면 {goal}이(가) 작아지고, 망각 게이트는 이만큼 남겼습니다</translation>
    </message>
    <message>
        <source>{product}: the gate&apos;s gradient times the slope of its curve</source>
        <translation>{product}: 게이트의 기울기에 곡선의 접선 기울기를 곱한 값입니다</translation>
    </message>
    <message>
        <source>tanh(c) = {factor}, so there was nothing to output</source>
        <translation>내보낼 값이 없었습니다, tanh(c) = {factor}</translation>
    </message>
    <message>
        <source>the input gate was closed, i = {factor}</source>
        <translation>입력 게이트가 닫혀 있었습니다, i = {factor}</translation>
    </message>
    <message>
        <source>there was nothing to write, g = {factor}</source>
        <translation>새로 쓸 값이 없었습니다, g = {factor}</translation>
    </message>
    <message>
        <source>the previous c was near 0, {before} = {factor}</source>
        <translation>남길 값이 없었습니다, {before} = {factor}</translation>
    </message>
    <message>
        <source>the forget gate was closed, f = {factor}</source>
        <translation>망각 게이트가 닫혀 있었습니다, f = {factor}</translation>
    </message>
    <message>
        <source>The pre-activation {sum} has little gradient, {blame}: {why}</source>
        <translation>합 {sum}의 기울기는 {blame}, 작습니다: {why}</translation>
    </message>
    <message>
        <source>the gate is nearly saturated, slope {slope}</source>
        <translation>게이트가 거의 포화되었습니다. 접선 기울기 {slope}</translation>
    </message>
    <message>
        <source>the candidate is nearly saturated, slope {slope}</source>
        <translation>후보 값이 거의 포화되었습니다. 접선 기울기 {slope}</translation>
    </message>
    <message>
        <source>a saturated gate gets no gradient: slope {slope}</source>
        <translation>포화된 게이트는 기울기를 받지 못합니다: 접선 기울기 {slope}</translation>
    </message>
    <message>
        <source>a saturated candidate gets no gradient: slope {slope}</source>
        <translation>포화된 후보 값은 기울기를 받지 못합니다: 접선 기울기 {slope}</translation>
    </message>
    <message>
        <source>tanh is flat at c = {c}</source>
        <translation>c = {c}에서 tanh가 평평합니다</translation>
    </message>
    <message>
        <source>{number} is held, so no gradient passes through it</source>
        <translation>{number} 값이 고정되어 그 아래로는 기울기가 가지 않습니다</translation>
    </message>
    <message>
        <source>almost no gradient reaches this point</source>
        <translation>기울기가 여기까지 거의 오지 않습니다</translation>
    </message>
    <message>
        <source>no gradient reaches this point</source>
        <translation>여기로 오는 기울기가 없습니다</translation>
    </message>
    <message>
        <source>no target counted at this timestep</source>
        <translation>이 시점에는 목표값이 없습니다</translation>
    </message>
    <message>
        <source>no timestep so far contributes to it</source>
        <translation>역전파한 시점 중 이 가중치의 기울기에 기여한 시점이 없습니다</translation>
    </message>
    <message>
        <source>the backward pass has not computed any timestep yet</source>
        <translation>아직 역전파한 시점이 없습니다</translation>
    </message>
    <message>
        <source>the prediction is too high: {said}, target {right}</source>
        <translation>예측이 너무 큽니다: 예측 {said}, 목표값 {right}</translation>
    </message>
    <message>
        <source>the prediction is too low: {said}, target {right}</source>
        <translation>예측이 너무 작습니다: 예측 {said}, 목표값 {right}</translation>
    </message>
    <message>
        <source>{amount} from the chosen value</source>
        <translation>미분할 값에서 {amount}</translation>
    </message>
    <message>
        <source>{amount} from the layer above</source>
        <translation>위층에서 {amount}</translation>
    </message>
    <message>
        <source>{amount} from the readout</source>
        <translation>출력층에서 {amount}</translation>
    </message>
    <message>
        <source>{amount} back from the next step</source>
        <translation>다음 단계에서 돌아온 {amount}</translation>
    </message>
    <message>
        <source>{amount} directly from the next step, through its forget gate</source>
        <translation>다음 단계의 망각 게이트를 곧장 지나온 {amount}</translation>
    </message>
    <message>
        <source>{amount} down through h</source>
        <translation>h를 거쳐 내려온 {amount}</translation>
    </message>
    <message>
        <source>{amount} through {gate}</source>
        <translation>{gate}을(를) 거쳐 {amount}</translation>
    </message>
    <message>
        <source>{cause} adds most, {amount}</source>
        <translation>{cause} 항이 가장 크게 {amount}을(를) 더합니다</translation>
    </message>
    <message>
        <source>t {t} contributes most: {product}</source>
        <translation>t {t}의 몫이 가장 큽니다: {product}</translation>
    </message>
    <message>
        <source>{walked} of {steps} timesteps computed</source>
        <translation>{steps}개 시점 중 {walked}개를 역전파했습니다</translation>
    </message>
    <message>
        <source>the backward pass has not computed {number} yet</source>
        <translation>{number}은(는) 아직 역전파하지 않았습니다</translation>
    </message>
    <message>
        <source>{head}: the target {right} has {share}</source>
        <translation>{head}: 목표값 {right}의 확률은 {share}입니다</translation>
    </message>
    <message>
        <source>{head}: the prediction is {said}, the target {target}</source>
        <translation>{head}: 예측은 {said}, 목표값은 {target}입니다</translation>
    </message>
    <message>
        <source>{head}: how far {count} predictions are from their targets</source>
        <translation>{head}: 예측 {count}개가 목표값에서 얼마나 떨어져 있는지입니다</translation>
    </message>
    <message>
        <source>{head}: no target counted at this timestep</source>
        <translation>{head}: 이 시점에는 목표값이 없습니다</translation>
    </message>
    <message>
        <source>{head}: the target for {output} at t {t}</source>
        <translation>{head}: t {t}에서 {output}의 목표값입니다</translation>
    </message>
    <message>
        <source>only embeddings have a matching shape: {labels}. Name one to read its weight as V</source>
        <translation>맞는 것이 임베딩뿐입니다({labels}). 그 가중치를 V로 읽으려면 이름으로 고르세요</translation>
    </message>
    <message>
        <source>it is a {holds}, not a readout. Open a checkpoint, or a .npy or .npz file with V</source>
        <translation>출력층이 아니라 {holds} 파일입니다. 체크포인트나, V가 든 .npy 또는 .npz를 여세요</translation>
    </message>
    <message>
        <source>no Linear layer</source>
        <translation>Linear 층 없음</translation>
    </message>
    <message>
        <source>a readout here needs shape (out_features, {features}), but the file has {held}</source>
        <translation>이 LSTM의 출력층 형상은 (out_features, {features})인데, 파일에는 {held}이(가) 있습니다</translation>
    </message>
    <message>
        <source>{why}. Transpose it</source>
        <translation>{why}. 전치하세요</translation>
    </message>
    <message>
        <source>it is not a table and has no columns</source>
        <translation>표가 아니어서 열이 없습니다</translation>
    </message>
    <message>
        <source>it is not a table and has no columns. Do not specify a column</source>
        <translation>표가 아니어서 열이 없습니다. 열을 빼세요</translation>
    </message>
    <message>
        <source>it holds several arrays, {names}. Name the right one “{target}”</source>
        <translation>배열이 여러 개 있습니다({names}). 읽을 배열의 이름을 {target}(으)로 바꾸세요</translation>
    </message>
    <message>
        <source>it is a {holds}, but targets must be .npy, .npz, .csv, .tsv or .parquet</source>
        <translation>{holds} 파일입니다. 목표값은 .npy, .npz, .csv, .tsv, .parquet에서 읽습니다</translation>
    </message>
    <message>
        <source>it has {width} columns. Choose one as the target: {names}</source>
        <translation>열이 {width}개 있습니다. 목표값으로 쓸 열을 고르세요({names})</translation>
    </message>
    <message>
        <source>a number is needed</source>
        <translation>숫자가 필요합니다</translation>
    </message>
    <message>
        <source>the classes have no names. Write the class number, counted from 0</source>
        <translation>클래스에 이름이 없습니다. 0부터 센 클래스 번호를 쓰세요</translation>
    </message>
    <message>
        <source>{place} is {word}, but {todo}</source>
        <translation>{place}에 {word}이(가) 있습니다. {todo}</translation>
    </message>
    <message>
        <source>{place} is {word}, which is not a class: the classes are {names}</source>
        <translation>{place}의 {word}은(는) 클래스가 아닙니다. 클래스는 {names}입니다</translation>
    </message>
    <message>
        <source>a single number</source>
        <translation>숫자 하나</translation>
    </message>
    <message>
        <source>its shape is {shape}, but {needed} is needed</source>
        <translation>형상이 {shape}입니다. 이 목표값의 형상은 {needed}(이)어야 합니다</translation>
    </message>
    <message>
        <source>, or </source>
        <translation> 또는 </translation>
    </message>
    <message>
        <source>the vector at {place} is not one-hot. Write a class as a single 1 among zeros, or as a whole number</source>
        <translation>{place}의 벡터가 원-핫이 아닙니다. 클래스는 0 사이의 1 하나이거나 정수입니다</translation>
    </message>
    <message>
        <source>its target at t {t} in row {row} is {got:.6g}, but classes are the whole numbers 0 to {last}</source>
        <translation>t {t}, 배치 행 {row}의 목표값이 {got:.6g}입니다. 클래스는 0~{last}의 정수입니다</translation>
    </message>
    <message>
        <source>its target at t {t} in row {row} is {got:.6g}, not a finite {dtype} number</source>
        <translation>t {t}, 배치 행 {row}의 목표값 {got:.6g}은(는) {dtype} 형식의 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>typed targets work only for one batch row, but there are {rows}. Open a file</source>
        <translation>입력한 목표값은 배치 행 하나에만 쓸 수 있는데 행이 {rows}개 있습니다. 파일을 여세요</translation>
    </message>
    <message>
        <source>{needed} entries are needed, {each} for each of {places} predictions, but you typed {got}. Type _ where there is no target</source>
        <translation>단어 {needed}개가 필요합니다(목표값 {places}개에 {each}개씩). {got}개를 입력했습니다. 목표값이 없는 곳에는 _를 입력하세요</translation>
    </message>
    <message>
        <source>a number is too large for {dtype}</source>
        <translation>{dtype} 형식에 담기에 너무 큰 수가 있습니다</translation>
    </message>
    <message>
        <source>{word} is not a class. Type a number from 0 to {last}, the name of an output, or _ where there is no target</source>
        <translation>{word}은(는) 클래스가 아닙니다. 0~{last}의 번호나 출력 이름을, 목표값이 없는 곳에는 _를 입력하세요</translation>
    </message>
    <message>
        <source>{word} is not a number. Type one, or _ where there is no target</source>
        <translation>{word}은(는) 숫자가 아닙니다. 숫자를, 목표값이 없는 곳에는 _를 입력하세요</translation>
    </message>
    <message>
        <source>row {row}, column {column}</source>
        <translation>{row}행 {column}열</translation>
    </message>
    <message>
        <source>there is no finite target to fit a readout to</source>
        <translation>출력층을 맞출 유한한 목표값이 없습니다</translation>
    </message>
    <message>
        <source>Fitting V and b …</source>
        <translation>V와 b를 맞추는 중…</translation>
    </message>
    <message>
        <source>V and b are fitted to the targets by least squares</source>
        <translation>V와 b를 최소제곱으로 목표값에 맞췄습니다</translation>
    </message>
    <message>
        <source>readout and loss</source>
        <translation>출력층과 손실</translation>
    </message>
    <message>
        <source>no readout</source>
        <translation>출력층 없음</translation>
    </message>
    <message>
        <source>least squares needs targets. Choose them below</source>
        <translation>최소제곱에는 목표값이 필요합니다. 아래에서 고르세요</translation>
    </message>
    <message>
        <source>none of the predictions counts towards the loss. Choose other targets, or read h at every timestep</source>
        <translation>손실에 들어가는 예측이 하나도 없습니다. 다른 목표값을 고르거나 모든 시점의 h를 읽게 하세요</translation>
    </message>
    <message>
        <source>V or b has a value too large for {dtype}</source>
        <translation>V 또는 b에 {dtype} 형식에 담기에 너무 큰 수가 있습니다</translation>
    </message>
    <message>
        <source>none: no readout</source>
        <translation>없음(출력층 없이)</translation>
    </message>
    <message>
        <source>e.g. 0 1 _ 1</source>
        <translation>예: 0 1 _ 1</translation>
    </message>
    <message>
        <source>Open V (outputs, {features}) and b</source>
        <translation>V (출력 수, {features})와 b 열기</translation>
    </message>
    <message>
        <source>V and b ({files})</source>
        <translation>V와 b ({files})</translation>
    </message>
    <message>
        <source>Open the targets</source>
        <translation>목표값 열기</translation>
    </message>
    <message>
        <source>Targets ({files})</source>
        <translation>목표값 ({files})</translation>
    </message>
    <message>
        <source>all, one for each output</source>
        <translation>모든 열, 출력마다 하나씩</translation>
    </message>
    <message>
        <source>h is not read out.</source>
        <translation>h에서 아무것도 읽어 내지 않습니다.</translation>
    </message>
    <message>
        <source>V is {shape}. It gives {answers} predictions of {outputs} values each.</source>
        <translation>V의 형상은 {shape}입니다. 값 {outputs}개짜리 예측을 {answers}개 냅니다.</translation>
    </message>
    <message>
        <source>V is {shape}. The loss counts {count} of {answers} predictions.</source>
        <translation>V의 형상은 {shape}입니다. 예측 {answers}개 중 {count}개가 손실에 들어갑니다.</translation>
    </message>
    <message>
        <source>h at every timestep</source>
        <translation>모든 시점의 h</translation>
    </message>
    <message>
        <source>h at the last timestep of each row</source>
        <translation>각 배치 행의 마지막 시점의 h</translation>
    </message>
    <message>
        <source>h_n, its directions side by side</source>
        <translation>h_n, 두 방향을 나란히</translation>
    </message>
    <message>
        <source>y itself</source>
        <translation>y 그대로</translation>
    </message>
    <message>
        <source>σ(y)</source>
        <translation>σ(y)</translation>
    </message>
    <message>
        <source>softmax(y)</source>
        <translation>softmax(y)</translation>
    </message>
    <message>
        <source>MSE: targets are numbers</source>
        <translation>MSE: 목표값이 숫자일 때</translation>
    </message>
    <message>
        <source>BCE with logits: each target is 0 or 1</source>
        <translation>로짓을 받는 BCE: 목표값이 0 또는 1일 때</translation>
    </message>
    <message>
        <source>cross entropy: targets are classes</source>
        <translation>교차 엔트로피: 목표값이 클래스일 때</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>파일 열기…</translation>
    </message>
    <message>
        <source>Readout y = V h + b</source>
        <translation>출력층 y = V h + b</translation>
    </message>
    <message>
        <source>&amp;V and b</source>
        <translation>V와 b(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Outputs</source>
        <translation>출력 수(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>시드(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Reads</source>
        <translation>읽는 값(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Prediction p =</source>
        <translation>예측 p =(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>이름(&amp;N)</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>목표값</translation>
    </message>
    <message>
        <source>Tar&amp;get</source>
        <translation>목표값(&amp;G)</translation>
    </message>
    <message>
        <source>Timesteps a&amp;head</source>
        <translation>앞선 시점 수(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>열(&amp;C)</translation>
    </message>
    <message>
        <source>T&amp;yped targets</source>
        <translation>직접 입력(&amp;Y)</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>&amp;Loss</source>
        <translation>손실(&amp;L)</translation>
    </message>
    <message>
        <source>R&amp;eduction</source>
        <translation>합치는 방법(&amp;E)</translation>
    </message>
    <message>
        <source>Open V and b from file</source>
        <translation>V와 b 파일 열기</translation>
    </message>
    <message>
        <source>Open targets from file</source>
        <translation>목표값 파일 열기</translation>
    </message>
    <message>
        <source>Where the values of this nn.Linear come from</source>
        <translation>이 nn.Linear의 값을 어디에서 가져올지 정합니다.</translation>
    </message>
    <message>
        <source>How y is shown as a prediction; the loss uses y itself</source>
        <translation>예측으로 보여 줄 값입니다. 손실은 y로 계산합니다.</translation>
    </message>
    <message>
        <source>The names of the outputs, separated by spaces</source>
        <translation>출력의 이름을 띄어쓰기로 나누어 적습니다.</translation>
    </message>
    <message>
        <source>Where the targets come from</source>
        <translation>목표값을 어디에서 가져올지 정합니다.</translation>
    </message>
    <message>
        <source>Targets in order, with _ where there is none</source>
        <translation>목표값을 차례로 적고, 없는 곳에는 _를 적습니다.</translation>
    </message>
    <message>
        <source>Mean or sum over the targets, as in torch</source>
        <translation>torch에서처럼 손실에 들어가는 값의 평균 또는 합입니다.</translation>
    </message>
    <message>
        <source>&amp;Truncate or extend them</source>
        <translation>잘라 내거나 늘이기(&amp;T)</translation>
    </message>
    <message>
        <source>Open without &amp;targets</source>
        <translation>목표값 없이 열기(&amp;T)</translation>
    </message>
    <message>
        <source>Open without &amp;readout</source>
        <translation>출력층 없이 열기(&amp;R)</translation>
    </message>
    <message>
        <source>Timesteps without a target add 0 to the loss.</source>
        <translation>목표값이 없는 시점은 손실에 0을 더합니다.</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>그대로</translation>
    </message>
    <message>
        <source>the input, n timesteps ahead</source>
        <translation>몇 시점 뒤의 입력</translation>
    </message>
    <message>
        <source>a forecast of the input needs {features} outputs, one per feature, but the readout has {outputs}</source>
        <translation>입력을 예측하려면 출력이 특징마다 하나씩 {features}개여야 하는데, 출력층의 출력은 {outputs}개입니다</translation>
    </message>
    <message>
        <source>typed here</source>
        <translation>직접 입력</translation>
    </message>
    <message>
        <source>{layer} in {file}</source>
        <translation>{file}의 {layer}</translation>
    </message>
    <message>
        <source>new, random from a seed</source>
        <translation>시드로 새로 뽑기</translation>
    </message>
    <message>
        <source>fitted to the targets by least squares</source>
        <translation>최소제곱으로 목표값에 맞추기</translation>
    </message>
    <message>
        <source>h itself: V is the identity</source>
        <translation>h 그대로(V는 단위 행렬)</translation>
    </message>
    <message>
        <source>V reads {before} values of h, but the new model gives {after}.</source>
        <translation>V는 h의 값 {before}개를 읽는데, 새 모델의 h는 {after}개입니다.</translation>
    </message>
    <message>
        <source>The targets are later inputs, but the new input has different features.</source>
        <translation>목표값은 입력의 예측인데, 새 입력은 특징이 다릅니다.</translation>
    </message>
    <message>
        <source>The targets do not fit {outputs} outputs.</source>
        <translation>목표값이 출력 {outputs}개와 맞지 않습니다.</translation>
    </message>
    <message>
        <source>The targets have shape {before} (timesteps, rows), but the run now has {after}.</source>
        <translation>목표값은 (시점, 배치 행) {before}에 맞는데, 지금은 {after}입니다.</translation>
    </message>
    <message>
        <source>There is no readout. Set one, with targets and a loss: {way}</source>
        <translation>h로 예측을 만드는 출력층이 없습니다. 목표값, 손실과 함께 정하세요: {way}</translation>
    </message>
    <message>
        <source>The readout gives one prediction, at t {t}</source>
        <translation>출력층은 t {t}에서 한 번만 예측합니다</translation>
    </message>
    <message>
        <source>Loss of this timestep. Click to break it down in Calculation.</source>
        <translation>이 시점의 손실입니다. 클릭하면 계산 내역에서 풀어 봅니다.</translation>
    </message>
    <message>
        <source>Loss of this row so far, over timesteps with a target</source>
        <translation>이 배치 행에서 여기까지, 손실에 들어가는 시점의 손실입니다.</translation>
    </message>
    <message>
        <source>t {t} · row {row}</source>
        <translation>t {t} · 배치 행 {row}</translation>
    </message>
    <message>
        <source>Copy predictions</source>
        <translation>예측 복사</translation>
    </message>
    <message>
        <source>? The prediction at t {t} is hidden.</source>
        <translation>? t {t}의 예측은 가려져 있습니다.</translation>
    </message>
    <message>
        <source>The prediction at t {t} is not computed yet.</source>
        <translation>t {t}의 예측은 아직 계산되지 않았습니다.</translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation>손실 {loss}</translation>
    </message>
    <message>
        <source>no target at t {t}</source>
        <translation>t {t}에 목표값 없음</translation>
    </message>
    <message>
        <source>sum so far {loss}</source>
        <translation>여기까지의 합 {loss}</translation>
    </message>
    <message>
        <source>mean so far {loss}</source>
        <translation>여기까지의 평균 {loss}</translation>
    </message>
    <message>
        <source>Edit → Readout and loss…</source>
        <translation>편집 → 출력층과 손실…</translation>
    </message>
    <message>
        <source>The path of the predictions and the targets. Click to view a point.</source>
        <translation>예측이 지나간 길과 목표값의 길입니다. 점을 클릭하면 그 시점을 봅니다.</translation>
    </message>
    <message>
        <source>Path of {x} and {y}, at t {t}</source>
        <translation>{x}와(과) {y}의 길, t {t}</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Reads {word}</source>
        <translation>읽은 것은 {word}</translation>
    </message>
    <message>
        <source>Predicts {said}</source>
        <translation>예측은 {said}</translation>
    </message>
    <message>
        <source>Predicts {said}, correct</source>
        <translation>예측은 {said}, 맞습니다</translation>
    </message>
    <message>
        <source>Predicts {said}; target {right}</source>
        <translation>예측은 {said}, 목표값은 {right}</translation>
    </message>
    <message>
        <source>Reads {word}, predicts {said}</source>
        <translation>{word}을(를) 읽고 예측은 {said}</translation>
    </message>
    <message>
        <source>Reads {word}, predicts {said}, correct</source>
        <translation>{word}을(를) 읽고 예측은 {said}, 맞습니다</translation>
    </message>
    <message>
        <source>Reads {word}, predicts {said}; target {right}</source>
        <translation>{word}을(를) 읽고 예측은 {said}, 목표값은 {right}</translation>
    </message>
    <message>
        <source>class {number}</source>
        <translation>클래스 {number}</translation>
    </message>
    <message>
        <source>output {number}</source>
        <translation>출력 {number}</translation>
    </message>
    <message>
        <source>The targets: one row per timestep; one column per output, or one class number. nan is left out of the loss.</source>
        <translation>목표값입니다. 행은 시점, 열은 출력이고, 클래스일 때는 그 번호입니다. nan은 손실에 들어가지 않습니다.</translation>
    </message>
    <message>
        <source>No targets</source>
        <translation>모두 손실에서 제외</translation>
    </message>
    <message>
        <source>{number} is not a class: the classes are 0 to {last}</source>
        <translation>{number}은(는) 클래스가 아닙니다. 클래스는 0~{last}입니다</translation>
    </message>
    <message>
        <source>not in the loss</source>
        <translation>손실에서 제외됨</translation>
    </message>
    <message>
        <source>{meaning} at {place}</source>
        <translation>{place}의 {meaning}</translation>
    </message>
    <message>
        <source>Break when</source>
        <translation>멈춤 조건</translation>
    </message>
    <message>
        <source>Watch {number}</source>
        <translation>{number} 지켜보기</translation>
    </message>
    <message>
        <source>Readout: y = V h + b, one row per output, one column per h.</source>
        <translation>출력층 y = V h + b입니다. 행은 출력, 열은 h입니다.</translation>
    </message>
    <message>
        <source>Readout bias: the b in y = V h + b, one number per output.</source>
        <translation>출력층의 편향입니다. y = V h + b의 b로, 출력마다 하나씩 있습니다.</translation>
    </message>
    <message>
        <source>PyTorch&apos;s default: uniform in ±1/√in_features</source>
        <translation>PyTorch 기본값: ±1/√in_features의 균등 분포</translation>
    </message>
    <message>
        <source>the readout of {title} was not kept</source>
        <translation>{title}의 출력층은 유지되지 않습니다</translation>
    </message>
    <message>
        <source>Vanished</source>
        <translation>소실됨</translation>
    </message>
    <message>
        <source>Vanishes</source>
        <translation>소실 중</translation>
    </message>
    <message>
        <source>Arrives</source>
        <translation>도달함</translation>
    </message>
    <message>
        <source>Explodes</source>
        <translation>폭주</translation>
    </message>
    <message>
        <source>No gradient</source>
        <translation>기울기 없음</translation>
    </message>
    <message>
        <source>Not finite</source>
        <translation>유한하지 않음</translation>
    </message>
    <message>
        <source>{ratio} of the gradient at t {begin} reaches t {end}: it has vanished</source>
        <translation>t {begin}에서 t {end}까지 도달하는 기울기는 {ratio}배입니다: 소실되었습니다</translation>
    </message>
    <message>
        <source>{ratio} of the gradient at t {begin} reaches t {end}: it vanishes</source>
        <translation>t {begin}에서 t {end}까지 도달하는 기울기는 {ratio}배입니다: 소실되고 있습니다</translation>
    </message>
    <message>
        <source>The gradient at t {begin} reaches t {end} at {ratio} times its size</source>
        <translation>t {begin}에서 보낸 기울기는 t {end}에 {ratio}배 크기로 도달합니다</translation>
    </message>
    <message>
        <source>The gradient at t {begin} reaches t {end} at {ratio} times its size: it explodes</source>
        <translation>t {begin}에서 t {end}까지 도달하는 기울기는 {ratio}배입니다: 폭주합니다</translation>
    </message>
    <message>
        <source>No gradient reaches this point</source>
        <translation>여기로 오는 기울기가 없습니다</translation>
    </message>
    <message>
        <source>The gradient that reaches t {end} from t {begin} is not finite</source>
        <translation>t {begin}에서 t {end}까지 도달하는 기울기가 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>{ratio} of the gradient that enters at t {begin} reaches t {end}: it has vanished</source>
        <translation>t {begin}의 기울기만 보면 t {end}까지 {ratio}배가 도달합니다: 소실되었습니다</translation>
    </message>
    <message>
        <source>{ratio} of the gradient that enters at t {begin} reaches t {end}: it vanishes</source>
        <translation>t {begin}의 기울기만 보면 t {end}까지 {ratio}배가 도달합니다: 소실되고 있습니다</translation>
    </message>
    <message>
        <source>The gradient that enters at t {begin} reaches t {end} at {ratio} times its size</source>
        <translation>t {begin}의 기울기만 보면 t {end}에 {ratio}배 크기로 도달합니다</translation>
    </message>
    <message>
        <source>The gradient that enters at t {begin} reaches t {end} at {ratio} times its size: it explodes</source>
        <translation>t {begin}의 기울기만 보면 t {end}에 {ratio}배 크기로 도달합니다: 폭주합니다</translation>
    </message>
    <message>
        <source>The gradient starts at t {begin}; the backward pass has taken no step yet</source>
        <translation>기울기는 t {begin}에서 시작하고, 아직 한 단계도 가지 않았습니다</translation>
    </message>
    <message>
        <source>{said}; forget bias {bias}</source>
        <translation>{said}. 망각 게이트 편향은 {bias}입니다</translation>
    </message>
    <message>
        <source>t {end} adds nothing to any weight gradient</source>
        <translation>t {end}의 영향을 받는 가중치가 없습니다</translation>
    </message>
    <message>
        <source>The output at t {begin} sends no gradient to the weights at t {end}</source>
        <translation>t {end}에는 t {begin}에서 온 기울기의 영향을 받는 가중치가 없습니다</translation>
    </message>
    <message>
        <source>1 part in {count} arrives, at the limit of float32</source>
        <translation>{count}분의 1이 도달합니다. float32의 한계에 가깝습니다</translation>
    </message>
    <message>
        <source>1 part in {count} arrives: too little to change a float32 sum</source>
        <translation>{count}분의 1이 도달합니다. float32 합에서는 비트 하나 바꾸지 못합니다</translation>
    </message>
    <message>
        <source>Each step multiplies it by {growth}</source>
        <translation>한 단계마다 {growth}배가 됩니다</translation>
    </message>
    <message>
        <source>{share} came directly along c</source>
        <translation>{share}이(가) c를 따라 곧장 왔습니다</translation>
    </message>
    <message>
        <source>Only {share} came directly along c; the rest came through the gates</source>
        <translation>{share}만 c를 따라 곧장 왔고, 나머지는 게이트를 거쳐 왔습니다</translation>
    </message>
    <message>
        <source>{times} times as much came directly along c; the paths through the gates cancelled the excess</source>
        <translation>c를 따라 곧장 온 기울기는 {times}배였는데, 게이트를 거쳐 온 것이 상쇄했습니다</translation>
    </message>
    <message>
        <source>{share} of f&apos;s slopes are near 0, so f itself learns little</source>
        <translation>f의 접선 기울기 {share}이(가) 평평해서 f는 거의 배우지 못합니다</translation>
    </message>
    <message>
        <source>Every slope of f is near 0, so f itself learns little</source>
        <translation>f의 접선 기울기가 모두 평평해서 f는 거의 배우지 못합니다</translation>
    </message>
    <message>
        <source>The curves also include gradients that enter along the way</source>
        <translation>곡선에는 중간에 더 들어오는 기울기도 들어 있습니다</translation>
    </message>
    <message>
        <source>the loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>the sum of the chosen values</source>
        <translation>미분할 값의 합</translation>
    </message>
    <message>
        <source>{name} of {place} at t {t}</source>
        <translation>{place}, t {t}의 {name}</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>there is nothing to differentiate. Choose a target and a loss, or a value</source>
        <translation>미분할 것이 없습니다. 목표값과 손실을 고르거나 미분할 값을 고르세요</translation>
    </message>
    <message>
        <source>nn.LSTM does not return {number}, the value to differentiate. Choose another value, or export the script without gradients</source>
        <translation>nn.LSTM은 기울기를 구할 값 {number}을(를) 돌려주지 않습니다. 다른 값을 고르거나 기울기 없이 스크립트를 내보내세요</translation>
    </message>
    <message>
        <source>{cells}; weights file: {weights}</source>
        <translation>{cells}, 가중치 파일은 {weights}</translation>
    </message>
    <message>
        <source>integrated gradients need at least 1 step, got {got}</source>
        <translation>적분 기울기에는 1단계 이상이 필요한데 {got}입니다</translation>
    </message>
    <message>
        <source>there is nothing to attribute. Choose a loss, or a value to differentiate</source>
        <translation>기여를 구할 것이 없습니다. 손실이나 미분할 값을 고르세요</translation>
    </message>
    <message>
        <source>the baseline must be one of {kinds}</source>
        <translation>기준값은 {kinds} 중 하나입니다</translation>
    </message>
    <message>
        <source>gradient of the hidden state</source>
        <translation>은닉 상태의 기울기</translation>
    </message>
    <message>
        <source>How the loss, or the chosen value, responds to this output, through the layer above and the next timestep.</source>
        <translation>이 은닉 상태가 바뀔 때 손실(또는 미분할 값)의 변화: 위쪽과 다음 시점을 거칩니다.</translation>
    </message>
    <message>
        <source>dL/dh: from above, plus the gradient from the next timestep</source>
        <translation>dL/dh: 위에서 온 것과 다음 시점이 돌려보낸 것의 합</translation>
    </message>
    <message>
        <source>gradient of the hidden state before W_hr</source>
        <translation>투영 전 은닉 상태의 기울기</translation>
    </message>
    <message>
        <source>The gradient of m, the h before the projection.</source>
        <translation>투영을 거쳐 셀들로 나뉜 기울기입니다.</translation>
    </message>
    <message>
        <source>dL/dm: W_hr^T dh</source>
        <translation>dL/dm: W_hr^T dh</translation>
    </message>
    <message>
        <source>gradient of the cell state</source>
        <translation>셀 상태의 기울기</translation>
    </message>
    <message>
        <source>The gradient of the cell state: directly along c from the next step, and through h.</source>
        <translation>셀 상태가 나르는 기울기입니다. 다음 단계에서 곧장, 그리고 h를 거쳐 내려옵니다.</translation>
    </message>
    <message>
        <source>dL/dc: from the next step along c, plus the part through h</source>
        <translation>dL/dc: 다음 단계가 셀 상태를 따라 돌려보낸 것과 h를 거쳐 온 것의 합</translation>
    </message>
    <message>
        <source>gradient of the output gate</source>
        <translation>출력 게이트의 기울기</translation>
    </message>
    <message>
        <source>Would a more open output gate have helped? The gradient of the output times tanh(c).</source>
        <translation>출력 게이트가 더 열렸다면 나았을까요? 은닉 상태의 기울기에 tanh(c)를 곱합니다.</translation>
    </message>
    <message>
        <source>dL/do: dm ⊙ tanh(c)</source>
        <translation>dL/do: dm ⊙ tanh(c)</translation>
    </message>
    <message>
        <source>gradient of the candidate</source>
        <translation>후보 값의 기울기</translation>
    </message>
    <message>
        <source>Would a higher candidate have helped? The gradient of c times the input gate.</source>
        <translation>후보 값이 달랐다면 나았을까요? c의 기울기에 입력 게이트를 곱합니다.</translation>
    </message>
    <message>
        <source>dL/dg: dc ⊙ i</source>
        <translation>dL/dg: dc ⊙ i</translation>
    </message>
    <message>
        <source>gradient of the input gate</source>
        <translation>입력 게이트의 기울기</translation>
    </message>
    <message>
        <source>Would a more open input gate have helped? The gradient of c times the candidate.</source>
        <translation>입력 게이트가 더 열렸다면 나았을까요? c의 기울기에 후보 값을 곱합니다.</translation>
    </message>
    <message>
        <source>dL/di: dc ⊙ g</source>
        <translation>dL/di: dc ⊙ g</translation>
    </message>
    <message>
        <source>gradient of the forget gate</source>
        <translation>망각 게이트의 기울기</translation>
    </message>
    <message>
        <source>Would a more open forget gate have helped? The gradient of c times the old c.</source>
        <translation>망각 게이트가 더 열렸다면 나았을까요? c의 기울기에 이전 c를 곱합니다.</translation>
    </message>
    <message>
        <source>dL/df: dc ⊙ c_prev</source>
        <translation>dL/df: dc ⊙ c_prev</translation>
    </message>
    <message>
        <source>gradient of the pre-activation</source>
        <translation>활성화 전 합의 기울기</translation>
    </message>
    <message>
        <source>Each gradient times the slope of its curve: a saturated gate gets none.</source>
        <translation>각 기울기에 곡선의 접선 기울기를 곱합니다. 포화된 게이트는 기울기를 받지 못합니다.</translation>
    </message>
    <message>
        <source>dL/dz, stacked i f g o: each gradient times the slope of its σ or tanh</source>
        <translation>dL/dz, i f g o 순서: 각 기울기에 σ 또는 tanh의 접선 기울기를 곱한 값</translation>
    </message>
    <message>
        <source>gradient of the input</source>
        <translation>입력의 기울기</translation>
    </message>
    <message>
        <source>How the loss responds to the input; passed on to the layer below.</source>
        <translation>입력이 어땠어야 하는지입니다. 아래층이 이것을 받습니다.</translation>
    </message>
    <message>
        <source>dL/dx: W_ih^T dz</source>
        <translation>dL/dx: W_ih^T dz</translation>
    </message>
    <message>
        <source>gradient of the previous hidden state</source>
        <translation>이전 은닉 상태의 기울기</translation>
    </message>
    <message>
        <source>The gradient that goes back in time through W_hh, summed over the four gates.</source>
        <translation>W_hh를 거쳐 시간을 거슬러 가는 기울기입니다. 네 게이트의 합입니다.</translation>
    </message>
    <message>
        <source>the gradient that this step passes to the previous h: W_hh^T dz</source>
        <translation>이 단계가 이전 h로 돌려보내는 기울기: W_hh^T dz</translation>
    </message>
    <message>
        <source>gradient of the previous cell state</source>
        <translation>이전 셀 상태의 기울기</translation>
    </message>
    <message>
        <source>Gradient passed back along c: only multiplied by f; no matrix, no slope.</source>
        <translation>셀 상태를 따라 거슬러 가는 기울기입니다. f만 곱하고, 행렬도 접선 기울기도 없습니다.</translation>
    </message>
    <message>
        <source>the gradient that this step passes to the previous c: dc ⊙ f</source>
        <translation>이 단계가 이전 c로 돌려보내는 기울기: dc ⊙ f</translation>
    </message>
    <message>
        <source>gradient of the readout</source>
        <translation>출력층의 기울기</translation>
    </message>
    <message>
        <source>How the loss, or the chosen value, responds to each output.</source>
        <translation>출력마다, 그 값이 바뀔 때 손실(또는 미분할 값)의 변화입니다.</translation>
    </message>
    <message>
        <source>dL/dy: how the loss, or the chosen value, responds to the readout</source>
        <translation>dL/dy: 출력층의 값이 바뀔 때 손실(또는 미분할 값)의 변화</translation>
    </message>
    <message>
        <source>gradients in a cell</source>
        <translation>셀 안의 기울기</translation>
    </message>
    <message>
        <source>dc and do with tanh(c_prev) instead of tanh(c)</source>
        <translation>dc와 do에 tanh(c) 대신 tanh(c_prev)를 씀</translation>
    </message>
    <message>
        <source>do with c instead of tanh(c)</source>
        <translation>do에 tanh(c) 대신 c를 씀</translation>
    </message>
    <message>
        <source>dc without the slope of tanh(c)</source>
        <translation>dc에 tanh(c)의 접선 기울기를 빠뜨림</translation>
    </message>
    <message>
        <source>dc with 1 − tanh(c) as the slope of tanh(c)</source>
        <translation>dc에서 tanh(c)의 접선 기울기로 1 − tanh(c)를 씀</translation>
    </message>
    <message>
        <source>dc with the slope of tanh taken at tanh(c), not at c</source>
        <translation>dc에서 tanh의 접선 기울기를 c가 아닌 tanh(c)에서 구함</translation>
    </message>
    <message>
        <source>dc without the output gate</source>
        <translation>dc에 출력 게이트를 빠뜨림</translation>
    </message>
    <message>
        <source>dc without the part through h</source>
        <translation>dc에 h를 거쳐 온 기울기를 빠뜨림</translation>
    </message>
    <message>
        <source>dc without the gradient from the next step</source>
        <translation>dc에 다음 단계가 돌려보낸 기울기를 빠뜨림</translation>
    </message>
    <message>
        <source>df with c instead of c_prev</source>
        <translation>df에 c_prev 대신 c를 씀</translation>
    </message>
    <message>
        <source>di and dg swapped</source>
        <translation>di와 dg가 뒤바뀜</translation>
    </message>
    <message>
        <source>dc_prev without the forget gate</source>
        <translation>dc_prev에 망각 게이트를 빠뜨림</translation>
    </message>
    <message>
        <source>dc_prev from the next step&apos;s gradient only</source>
        <translation>dc_prev에 다음 단계가 돌려보낸 기울기만 씀</translation>
    </message>
    <message>
        <source>dz without the slope of {gate}</source>
        <translation>dz에 {gate}의 접선 기울기를 빠뜨림</translation>
    </message>
    <message>
        <source>dz with the sigmoid slope for g</source>
        <translation>g의 dz에 시그모이드의 접선 기울기를 씀</translation>
    </message>
    <message>
        <source>dz with the tanh slope for o</source>
        <translation>o의 dz에 tanh의 접선 기울기를 씀</translation>
    </message>
    <message>
        <source>dz with s·s instead of the sigmoid slope s(1 − s)</source>
        <translation>dz에서 시그모이드의 접선 기울기 s(1 − s) 대신 s·s를 씀</translation>
    </message>
    <message>
        <source>dz stacked in the order {order}</source>
        <translation>dz를 {order} 순서로 쌓음</translation>
    </message>
    <message>
        <source>dh_prev with W_hh instead of its transpose</source>
        <translation>dh_prev에 W_hh의 전치 대신 W_hh를 씀</translation>
    </message>
    <message>
        <source>dh_prev without the o rows of W_hh</source>
        <translation>dh_prev에 W_hh의 o 행을 빠뜨림</translation>
    </message>
    <message>
        <source>dh_prev through the g rows of W_hh only</source>
        <translation>dh_prev에 W_hh의 g 행만 씀</translation>
    </message>
    <message>
        <source>dh_prev with W_hh off by a millionth</source>
        <translation>dh_prev에 백만분의 1만큼 틀린 W_hh를 씀</translation>
    </message>
    <message>
        <source>dm without W_hr, dh used directly</source>
        <translation>dm에 W_hr을 빠뜨리고 dh를 그대로 씀</translation>
    </message>
    <message>
        <source>gradients between cells</source>
        <translation>셀 사이의 기울기</translation>
    </message>
    <message>
        <source>dh and dc not carried back from step to step</source>
        <translation>dh와 dc를 단계에서 단계로 돌려보내지 않음</translation>
    </message>
    <message>
        <source>dh not carried back from step to step</source>
        <translation>dh를 단계에서 단계로 돌려보내지 않음</translation>
    </message>
    <message>
        <source>dc not carried back from step to step</source>
        <translation>dc를 단계에서 단계로 돌려보내지 않음</translation>
    </message>
    <message>
        <source>the backward pass truncated every four timesteps</source>
        <translation>역전파를 네 시점마다 끊음</translation>
    </message>
    <message>
        <source>dx not passed down to the layer below</source>
        <translation>dx를 아래층으로 내려보내지 않음</translation>
    </message>
    <message>
        <source>dh replaced by the gradient from above</source>
        <translation>위에서 오는 것이 있으면 dh에 그것만 씀</translation>
    </message>
    <message>
        <source>dx without the dropout mask</source>
        <translation>dx에 드롭아웃 마스크를 빠뜨림</translation>
    </message>
    <message>
        <source>dx with dropout applied twice</source>
        <translation>dx에 드롭아웃 마스크를 두 번 곱함</translation>
    </message>
    <message>
        <source>dx with the columns of the two directions swapped</source>
        <translation>dx에서 두 방향의 열이 뒤바뀜</translation>
    </message>
    <message>
        <source>dx of the reverse direction not added</source>
        <translation>역방향의 dx를 더하지 않음</translation>
    </message>
    <message>
        <source>dx of the reverse direction added in reversed time</source>
        <translation>역방향의 dx를 뒤집힌 시간으로 더함</translation>
    </message>
    <message>
        <source>the reverse direction&apos;s backward pass run in forward order</source>
        <translation>역방향도 정방향처럼 역전파함</translation>
    </message>
    <message>
        <source>the gradient of the reverse direction&apos;s h_n put at the last timestep</source>
        <translation>역방향 h_n의 기울기를 마지막 시점에 놓음</translation>
    </message>
    <message>
        <source>the loss not masked over padding in the backward pass</source>
        <translation>역전파에서 패딩의 손실까지 셈</translation>
    </message>
    <message>
        <source>no gradient for h_0</source>
        <translation>h_0의 기울기가 없음</translation>
    </message>
    <message>
        <source>gradients of the weights</source>
        <translation>가중치의 기울기</translation>
    </message>
    <message>
        <source>the steps&apos; contributions not summed, only the last kept</source>
        <translation>단계의 몫을 더하지 않고 마지막 것만 씀</translation>
    </message>
    <message>
        <source>the mean over the batch instead of the sum</source>
        <translation>배치의 합 대신 평균을 씀</translation>
    </message>
    <message>
        <source>the first timestep&apos;s contribution left out</source>
        <translation>첫 시점의 몫을 빠뜨림</translation>
    </message>
    <message>
        <source>no gradient for b_hh</source>
        <translation>b_hh의 기울기가 없음</translation>
    </message>
    <message>
        <source>no gradient for W_hr</source>
        <translation>W_hr의 기울기가 없음</translation>
    </message>
    <message>
        <source>dW_hr with o instead of o ⊙ tanh(c)</source>
        <translation>dW_hr에 o ⊙ tanh(c) 대신 o를 씀</translation>
    </message>
    <message>
        <source>dW_hh with h instead of h_prev</source>
        <translation>dW_hh에 h_prev 대신 h를 씀</translation>
    </message>
    <message>
        <source>dW_ih with the input before dropout</source>
        <translation>dW_ih에 드롭아웃 전의 입력을 씀</translation>
    </message>
    <message>
        <source>gradient of the loss</source>
        <translation>손실의 기울기</translation>
    </message>
    <message>
        <source>dy averaged over all timesteps, including padding</source>
        <translation>dy를 패딩까지 포함한 모든 시점 수로 나눔</translation>
    </message>
    <message>
        <source>dy of the cross entropy without the target</source>
        <translation>교차 엔트로피의 dy에 목표값을 빠뜨림</translation>
    </message>
    <message>
        <source>dy with softmax over the batch dimension</source>
        <translation>dy의 softmax를 배치 행에 걸쳐 구함</translation>
    </message>
    <message>
        <source>dy of the squared error without the factor 2</source>
        <translation>제곱 오차의 dy에 2를 빠뜨림</translation>
    </message>
    <message>
        <source>one step = 1 decade</source>
        <translation>한 단계 = 10배</translation>
    </message>
    <message>
        <source>{step}; background colour below {bottom}</source>
        <translation>{step}. {bottom}보다 작으면 배경색</translation>
    </message>
    <message>
        <source>Increasing a value increases (red) or decreases (blue) the result</source>
        <translation>빨강: 값이 커지면 구하는 값이 커집니다. 파랑: 작아집니다</translation>
    </message>
    <message>
        <source>Forget bias &amp;0</source>
        <translation>망각 게이트 편향 0(&amp;0)</translation>
    </message>
    <message>
        <source>Forget bias &amp;1</source>
        <translation>망각 게이트 편향 1(&amp;1)</translation>
    </message>
    <message>
        <source>Forget bias &amp;3</source>
        <translation>망각 게이트 편향 3(&amp;3)</translation>
    </message>
    <message>
        <source>Forget bias &amp;5</source>
        <translation>망각 게이트 편향 5(&amp;5)</translation>
    </message>
    <message>
        <source>forget bias {bias}</source>
        <translation>망각 게이트 편향 {bias}</translation>
    </message>
    <message>
        <source>Sets the bias of every forget gate: b_ih to the value, b_hh to 0</source>
        <translation>모든 망각 게이트의 편향을 정합니다. b_ih는 고른 값, b_hh는 0이 됩니다</translation>
    </message>
    <message>
        <source>This LSTM has no biases (bias=False)</source>
        <translation>이 LSTM에는 편향이 없습니다(bias=False)</translation>
    </message>
    <message>
        <source>forget bias</source>
        <translation>망각 게이트 편향</translation>
    </message>
    <message>
        <source>Size of the gradient of the cell state c at each timestep, on a log axis.</source>
        <translation>시점마다 셀 상태 c의 기울기 크기를 로그 축으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Size of the gradient of the hidden state h at each timestep, on a log axis. Dotted (once computed): the part that came back through each gate.</source>
        <translation>각 시점에서 은닉 상태 h의 기울기 크기입니다(로그 축). 추가 계산을 켜면 각 게이트를 거쳐 돌아온 부분을 점선으로 표시합니다.</translation>
    </message>
    <message>
        <source>Growth of the gradient of c per step back: it fades below × 1. Dotted (once computed): growth in the fastest-growing direction, independent of the gradient.</source>
        <translation>한 단계 뒤로 갈 때 c의 기울기가 변하는 배율입니다. × 1보다 작으면 줄어듭니다. 추가 계산을 켜면 기울기와 관계없이 가장 많이 커지는 방향의 배율을 점선으로 표시합니다.</translation>
    </message>
    <message>
        <source>Click to view a timestep; double-click to go there.</source>
        <translation>클릭하면 그 시점을 보고, 더블 클릭하면 그 시점으로 갑니다.</translation>
    </message>
    <message>
        <source>below this: lost in a float32 sum</source>
        <translation>이쯤부터 float32 합에서 사라짐</translation>
    </message>
    <message>
        <source>0 at every computed timestep</source>
        <translation>계산한 모든 시점에서 0</translation>
    </message>
    <message>
        <source>total</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>direct part, along c only</source>
        <translation>c만 따라온 직접 부분</translation>
    </message>
    <message>
        <source>slope = growth per step</source>
        <translation>선의 기울기 = 단계당 배율</translation>
    </message>
    <message>
        <source>gradient of c</source>
        <translation>c의 기울기</translation>
    </message>
    <message>
        <source>gradient of h</source>
        <translation>h의 기울기</translation>
    </message>
    <message>
        <source>growth per step</source>
        <translation>단계당 배율</translation>
    </message>
    <message>
        <source>dotted: by gate</source>
        <translation>점선: 거쳐 온 게이트</translation>
    </message>
    <message>
        <source>dotted: strongest direction</source>
        <translation>점선: 가장 커지는 방향</translation>
    </message>
    <message>
        <source>Computes in idle time, for every run in the table:</source>
        <translation>표의 모든 실행에 대해 유휴 시간에 다음을 계산합니다.</translation>
    </message>
    <message>
        <source>ρ(J) and ‖J‖, where J = ∂(h, c)/∂(h[t−1], c[t−1]): its spectral radius, and the most that one step can make a gradient grow</source>
        <translation>J = ∂(h, c)/∂(h[t−1], c[t−1])의 ρ(J)와 ‖J‖: 스펙트럼 반지름, 그리고 한 단계에서 기울기가 커질 수 있는 최대 배율</translation>
    </message>
    <message>
        <source>growth per step in the four fastest-growing directions</source>
        <translation>가장 많이 커지는 네 방향의 단계당 배율</translation>
    </message>
    <message>
        <source>the part of dh that came back through each gate</source>
        <translation>dh 중 각 게이트를 거쳐 돌아온 부분</translation>
    </message>
    <message>
        <source>how much gradient arrives in ten random networks, if this one has PyTorch&apos;s default weights</source>
        <translation>새로 뽑은 네트워크 10개에서 도달하는 비율(현재 가중치가 PyTorch 초깃값 그대로일 때)</translation>
    </message>
    <message>
        <source>Compute more</source>
        <translation>추가 계산</translation>
    </message>
    <message>
        <source>t {t}: ρ {sign}{radius} · ‖J‖ {sign}{norm}</source>
        <translation>t {t}: ρ {sign}{radius} · ‖J‖ {sign}{norm}</translation>
    </message>
    <message>
        <source>Gradient flow by run</source>
        <translation>실행별 기울기 흐름</translation>
    </message>
    <message>
        <source>Gradients need a loss or a value to differentiate. Set a readout with a loss: {way}. Or right-click a value and choose “Gradients of this value”</source>
        <translation>기울기를 구하려면 손실이나 미분할 값이 필요합니다. 손실이 있는 출력층을 정하거나({way}), 값을 오른쪽 클릭해 그 값의 기울기를 고르세요</translation>
    </message>
    <message>
        <source>Backward pass not run yet. {key} goes to the end of the forward pass; press it again to run the backward pass. A single step runs part of it</source>
        <translation>아직 역전파하지 않았습니다. {key}: 순전파의 끝으로, 거기서 다시 역전파의 끝으로 갑니다. 한 단계씩 가도 됩니다</translation>
    </message>
    <message>
        <source>The backward pass has not reached {lane} yet</source>
        <translation>역전파가 아직 {lane}에 오지 않았습니다</translation>
    </message>
    <message>
        <source>In the run {name} it is {ratio}: {word}</source>
        <translation>실행 {name}에서는 {ratio}배입니다: {word}</translation>
    </message>
    <message>
        <source>In the run {name} it is {ratio} from t {begin} to t {end}: {word}</source>
        <translation>실행 {name}에서는 t {begin}에서 t {end}까지 {ratio}배입니다: {word}</translation>
    </message>
    <message>
        <source>‖dh‖ through {parts}</source>
        <translation>‖dh‖ 중 게이트별: {parts}</translation>
    </message>
    <message>
        <source>fastest growth × {factors}</source>
        <translation>네 방향 × {factors}</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>가려짐</translation>
    </message>
    <message>
        <source>× {growth} per step</source>
        <translation>단계당 × {growth}</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>given</source>
        <translation>주어진 값</translation>
    </message>
    <message>
        <source>Adding 0.01 to {number} would change {goal} by about {change}.</source>
        <translation>{number} 값이 0.01 커지면 {goal}이(가) 약 {change}만큼 바뀝니다.</translation>
    </message>
    <message>
        <source>Adding 0.01 to {number} would change {goal} by about {change} through this cell.</source>
        <translation>{number} 값이 0.01 커지면 이 셀을 통해 {goal}이(가) 약 {change}만큼 바뀝니다.</translation>
    </message>
    <message>
        <source>{number} is held: changing the held value would change {goal} at this rate.</source>
        <translation>{number} 값이 고정되어 있습니다. 고정값을 바꾸면 {goal}이(가) 이만큼 바뀝니다.</translation>
    </message>
    <message>
        <source>from timestep</source>
        <translation>출처 시점</translation>
    </message>
    <message>
        <source>t {t}</source>
        <translation>t {t}</translation>
    </message>
    <message>
        <source>Contribution of each timestep; the largest is at {t}</source>
        <translation>시점별 몫, 가장 큰 시점은 {t}</translation>
    </message>
    <message>
        <source>each timestep</source>
        <translation>시점별</translation>
    </message>
    <message>
        <source>no contribution</source>
        <translation>기여 없음</translation>
    </message>
    <message>
        <source>The gradient of the weight, summed over the steps so far</source>
        <translation>역전파한 단계에 걸쳐 더한 이 가중치의 기울기입니다</translation>
    </message>
    <message>
        <source>What is summed, and over which timesteps</source>
        <translation>무엇을 어느 시점에 걸쳐 더했는지입니다</translation>
    </message>
    <message>
        <source>{number} so far =</source>
        <translation>지금까지 {number} =</translation>
    </message>
    <message>
        <source>= Σ {product}   over {span}</source>
        <translation>= Σ {product}   ({span})</translation>
    </message>
    <message>
        <source>no timestep yet</source>
        <translation>아직 시점 없음</translation>
    </message>
    <message>
        <source>The values themselves</source>
        <translation>값 자체</translation>
    </message>
    <message>
        <source>one step = {count} decades</source>
        <translation>한 단계 = 10의 {count}제곱 배</translation>
    </message>
    <message>
        <source>Increasing a value increases (red) or decreases (blue) the loss or the chosen value.</source>
        <translation>빨강: 값이 커지면 손실이나 미분할 값이 커집니다. 파랑: 작아집니다.</translation>
    </message>
    <message>
        <source>show {what}</source>
        <translation>{what} 보기</translation>
    </message>
    <message>
        <source>Element {place} of each value, and of its gradient</source>
        <translation>각 값과 그 기울기의 {place}번 수</translation>
    </message>
    <message>
        <source>Values of the cell, each above its gradient</source>
        <translation>셀의 값과 그 아래의 기울기</translation>
    </message>
    <message>
        <source>value: left bar, smooth colours</source>
        <translation>값: 왼쪽 막대, 이어지는 색</translation>
    </message>
    <message>
        <source>value: left bar</source>
        <translation>값: 왼쪽 막대, 연속 색</translation>
    </message>
    <message>
        <source>its gradient: right bar, stepped</source>
        <translation>기울기: 오른쪽 막대, 단계별 색</translation>
    </message>
    <message>
        <source>gradient: right bar</source>
        <translation>기울기: 오른쪽 막대, 단계 색</translation>
    </message>
    <message>
        <source>increasing it increases {what}</source>
        <translation>값이 커지면 {what} 값이 커짐</translation>
    </message>
    <message>
        <source>increasing it decreases {what}</source>
        <translation>값이 커지면 {what} 값이 작아짐</translation>
    </message>
    <message>
        <source>Gradients of this value</source>
        <translation>이 값의 기울기</translation>
    </message>
    <message>
        <source>Gradients of {number}</source>
        <translation>{number}의 기울기</translation>
    </message>
    <message>
        <source>Clear the gradients</source>
        <translation>기울기 지우기</translation>
    </message>
    <message>
        <source>Gradients of the loss</source>
        <translation>손실의 기울기</translation>
    </message>
    <message>
        <source>Gradient colours: decades per colour step</source>
        <translation>기울기의 색 단계 하나가 10의 몇 제곱 배인지 정합니다</translation>
    </message>
    <message>
        <source>Gradients: linear ▾</source>
        <translation>기울기: 선형 ▾</translation>
    </message>
    <message>
        <source>Gradients: log ▾</source>
        <translation>기울기: 로그 ▾</translation>
    </message>
    <message>
        <source>Logarithmic, with as many decades per step as needed</source>
        <translation>로그, 단계 폭 자동</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>Logarithmic, 1 decade per step</source>
        <translation>로그, 한 단계 10배</translation>
    </message>
    <message>
        <source>Logarithmic, {count} decades per step</source>
        <translation>로그, 한 단계 10의 {count}제곱 배</translation>
    </message>
    <message>
        <source>of t {t}</source>
        <translation>t {t}</translation>
    </message>
    <message>
        <source>after the row&apos;s end</source>
        <translation>배치 행의 끝을 지남</translation>
    </message>
    <message>
        <source>dW so far</source>
        <translation>지금까지 dW</translation>
    </message>
    <message>
        <source>gradients of {number}</source>
        <translation>{number}의 기울기</translation>
    </message>
    <message>
        <source>clear gradients</source>
        <translation>기울기 지우기</translation>
    </message>
    <message>
        <source>use the loss</source>
        <translation>손실의 기울기</translation>
    </message>
    <message>
        <source>{number} cannot be differentiated</source>
        <translation>{number}은(는) 미분할 수 없습니다</translation>
    </message>
    <message>
        <source>Integrated gradients</source>
        <translation>적분 기울기</translation>
    </message>
    <message>
        <source>Gradient × input</source>
        <translation>기울기 × 입력</translation>
    </message>
    <message>
        <source>from an input of 0</source>
        <translation>입력 0에서</translation>
    </message>
    <message>
        <source>from the mean input</source>
        <translation>평균 입력에서</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n}단계</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Gradient × input: the contribution of the input if everything were linear. Integrated gradients follow the path from a baseline to the input, and are complete</source>
        <translation>기울기 × 입력: 모두 선형이라면 입력이 기여했을 양입니다. 적분 기울기는 기준 입력에서 지금 입력까지 따라가며, 합이 완전합니다</translation>
    </message>
    <message>
        <source>Integration points</source>
        <translation>적분점 수</translation>
    </message>
    <message>
        <source>Integration points: four times as many leave about a sixteenth of the error</source>
        <translation>적분점 수입니다. 네 배로 늘리면 빠진 양이 약 16분의 1이 됩니다</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>기준 입력</translation>
    </message>
    <message>
        <source>The input that contributions are measured from</source>
        <translation>기여를 재는 기준이 되는 입력입니다</translation>
    </message>
    <message>
        <source>Contribution of each timestep. Click to view it; double-click to go there.</source>
        <translation>시점별 기여입니다. 클릭하면 그 시점을 보고, 더블 클릭하면 그 시점으로 갑니다.</translation>
    </message>
    <message>
        <source>sum: {total} of {whole}</source>
        <translation>합 {total} / {whole}</translation>
    </message>
    <message>
        <source>sum: {total} of {whole}; {missing} missing</source>
        <translation>합 {total} / {whole}: {missing} 부족</translation>
    </message>
    <message>
        <source>Red: raises the value relative to the baseline; blue: lowers it. Click to view.</source>
        <translation>기준 입력에 비해 빨강은 값을 키우고 파랑은 줄입니다. 클릭하면 그 시점을 봅니다.</translation>
    </message>
    <message>
        <source>dW: this step adds its contribution to the gradient of every weight</source>
        <translation>dW: 이 단계의 몫을 모든 가중치의 기울기에 더합니다</translation>
    </message>
    <message>
        <source>gradient of {weight}</source>
        <translation>{weight}의 기울기</translation>
    </message>
    <message>
        <source>Its first or last gradient is hidden</source>
        <translation>처음 또는 끝의 기울기가 가려져 있습니다</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>비교하지 않음</translation>
    </message>
    <message>
        <source>Steps in this cell, and gate steps in the whole pass</source>
        <translation>이 셀의 단계와 전체 순전파 또는 역전파의 게이트 단계입니다.</translation>
    </message>
    <message>
        <source>step {number} of {count}: {step}</source>
        <translation>{count}단계 중 {number}단계: {step}</translation>
    </message>
    <message>
        <source>{steps:,} of {of:,} backward</source>
        <translation>역전파 {of:,}단계 중 {steps:,}단계</translation>
    </message>
    <message>
        <source>{steps:,} of {of:,}</source>
        <translation>{of:,}단계 중 {steps:,}단계</translation>
    </message>
    <message>
        <source>Training step {step}: {what} is {ours!r}, but torch.optim has {expected!r}, and they may differ by at most {bound:.3g} (in {dtype}).</source>
        <translation>학습 스텝 {step}: {what}의 값은 {ours!r}이지만 torch.optim의 값은 {expected!r}이며, 허용 차이는 {bound:.3g}입니다({dtype}).</translation>
    </message>
    <message>
        <source>Adam without its bias correction</source>
        <translation>Adam에 편향 보정이 없음</translation>
    </message>
    <message>
        <source>Adam&apos;s step count stuck at 1</source>
        <translation>Adam의 스텝 수를 세지 않고 매번 첫 스텝처럼 보정함</translation>
    </message>
    <message>
        <source>Adam&apos;s weight decay decoupled, as in AdamW</source>
        <translation>Adam의 가중치 감쇠를 AdamW처럼 가중치에만 적용함</translation>
    </message>
    <message>
        <source>AdamW&apos;s weight decay added to the gradient, as in Adam</source>
        <translation>AdamW의 가중치 감쇠를 Adam처럼 기울기에 더함</translation>
    </message>
    <message>
        <source>no momentum</source>
        <translation>모멘텀이 없음</translation>
    </message>
    <message>
        <source>the gradient scaled by 1 − μ in the momentum</source>
        <translation>모멘텀에 기울기의 1 − μ만 더함</translation>
    </message>
    <message>
        <source>Nesterov momentum without the look-ahead</source>
        <translation>네스테로프 모멘텀에서 앞을 내다보지 않음</translation>
    </message>
    <message>
        <source>a gradient ascent step</source>
        <translation>기울기를 거슬러 올라감</translation>
    </message>
    <message>
        <source>each element of a gradient clipped on its own</source>
        <translation>기울기를 값마다 따로 클리핑함</translation>
    </message>
    <message>
        <source>each weight&apos;s gradient clipped by its own norm</source>
        <translation>가중치마다 자기 기울기의 노름으로 클리핑함</translation>
    </message>
    <message>
        <source>gradients clipped by the square of their norm</source>
        <translation>기울기를 노름의 제곱으로 클리핑함</translation>
    </message>
    <message>
        <source>ε inside the root</source>
        <translation>ε을 제곱근 안에 더함</translation>
    </message>
    <message>
        <source>ε added before the bias correction</source>
        <translation>ε을 편향 보정 전에 더함</translation>
    </message>
    <message>
        <source>dampening at the first step too</source>
        <translation>첫 스텝에도 dampening을 적용함</translation>
    </message>
    <message>
        <source>clipping without 1e-6 added to the norm</source>
        <translation>클리핑할 때 노름에 1e-6을 더하지 않음</translation>
    </message>
    <message>
        <source>nesterov needs momentum above 0 and dampening 0</source>
        <translation>nesterov를 쓰려면 momentum은 0보다 크고 dampening은 0이어야 합니다</translation>
    </message>
    <message>
        <source>betas must be two numbers, got {value}</source>
        <translation>betas에는 숫자 두 개가 필요합니다. 받은 값: {value}</translation>
    </message>
    <message>
        <source>the optimiser must be one of {known}, got {key}</source>
        <translation>옵티마이저는 {known} 중 하나여야 합니다. 받은 값: {key}</translation>
    </message>
    <message>
        <source>{key} has no {name}; it has {known}</source>
        <translation>{key}에는 {name} 설정이 없습니다. 있는 설정: {known}</translation>
    </message>
    <message>
        <source>{name} must be a number of at least 0, got {value}</source>
        <translation>{name}에는 0 이상의 숫자가 필요합니다. 받은 값: {value}</translation>
    </message>
    <message>
        <source>{name} must be at least 0 and below 1, got {value}</source>
        <translation>{name}에는 0 이상 1 미만의 숫자가 필요합니다. 받은 값: {value}</translation>
    </message>
    <message>
        <source>{name} must be a number, got {value}</source>
        <translation>{name}에는 숫자가 필요합니다. 받은 값: {value}</translation>
    </message>
    <message>
        <source>the clip norm must be a number above 0 or be left out, got {value}</source>
        <translation>클리핑 노름은 0보다 큰 숫자이거나 생략해야 합니다. 받은 값: {value}</translation>
    </message>
    <message>
        <source>{name} is trained but has no gradient</source>
        <translation>{name}은(는) 학습되는데 기울기가 없습니다</translation>
    </message>
    <message>
        <source>the gradient of {name}</source>
        <translation>{name}의 기울기</translation>
    </message>
    <message>
        <source>the gradient of {name} must be {dtype}, got {got}</source>
        <translation>{name}의 기울기는 {dtype}(이)어야 합니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>the optimiser&apos;s state belongs to other weights or another optimiser, as its {kind} shows. Start with a new one</source>
        <translation>옵티마이저 상태의 {kind}을(를) 보면 다른 가중치나 다른 옵티마이저의 상태입니다: 새 상태로 시작하세요</translation>
    </message>
    <message>
        <source>training needs a readout. Choose V and b, targets and a loss</source>
        <translation>학습하려면 출력층이 필요합니다. V와 b, 목표값, 손실을 정하세요</translation>
    </message>
    <message>
        <source>a batch needs inputs (T, B, I), got {got}</source>
        <translation>배치의 입력 형상은 (T, B, I)여야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>training needs targets and a loss. Choose them first</source>
        <translation>학습하려면 목표값과 손실이 필요합니다. 먼저 정하세요</translation>
    </message>
    <message>
        <source>training does not support held values or cuts. Release them first</source>
        <translation>값을 고정하거나 연결을 끊은 채로는 학습할 수 없습니다. 먼저 해제하세요</translation>
    </message>
    <message>
        <source>there is no batch to train on</source>
        <translation>학습할 배치가 없습니다</translation>
    </message>
    <message>
        <source>the validation share must be at least 0 and below 1, got {got}</source>
        <translation>검증용 비율은 0 이상 1 미만이어야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>a single row with one prediction cannot be split for validation. Add more rows</source>
        <translation>예측이 하나인 행 하나에서는 검증용으로 남겨 둘 부분이 없습니다. 행을 더 주세요</translation>
    </message>
    <message>
        <source>a batch needs at least one row, got {got}</source>
        <translation>배치에는 행이 하나 이상 있어야 하는데 {got}개입니다</translation>
    </message>
    <message>
        <source>the training or held-out part of the row has no targets. Hold out a different part</source>
        <translation>행의 한 부분에 반영되는 목표값이 없습니다. 다른 비율을 검증용으로 남겨 두세요</translation>
    </message>
    <message>
        <source>every weight is frozen. Unfreeze some to train</source>
        <translation>모든 가중치가 동결되었습니다. 학습할 가중치를 남겨 두세요</translation>
    </message>
    <message>
        <source>there is no step {step}: the run has {first} to {last}</source>
        <translation>{step}번 스텝이 없습니다. 이 학습에는 {first}–{last}번 스텝이 있습니다</translation>
    </message>
    <message>
        <source>The validation loss was {before} at step {step} and is now {now}.</source>
        <translation>검증 손실은 스텝 {step}에서 {before}, 여기서는 {now}입니다.</translation>
    </message>
    <message>
        <source>Some inputs in the batch at step {step} are not finite numbers.</source>
        <translation>스텝 {step} 배치의 입력에 유한하지 않은 값이 있습니다.</translation>
    </message>
    <message>
        <source>From step {step} on, {name} has weights that are not finite numbers.</source>
        <translation>스텝 {step}부터 {name}에 유한하지 않은 가중치가 있습니다.</translation>
    </message>
    <message>
        <source>From step {step} on, the loss is not a finite number.</source>
        <translation>스텝 {step}부터 손실이 유한한 수가 아닙니다.</translation>
    </message>
    <message>
        <source>From step {step} on, the gradient of {name} is not finite.</source>
        <translation>스텝 {step}부터 {name}의 기울기가 유한하지 않습니다.</translation>
    </message>
    <message>
        <source>Clipping scaled down {number} of the last {steps} gradients.</source>
        <translation>최근 기울기 {steps}개 중 {number}개가 클리핑으로 줄었습니다.</translation>
    </message>
    <message>
        <source>No step has been taken yet.</source>
        <translation>아직 학습 스텝이 없습니다.</translation>
    </message>
    <message>
        <source>The last finite ‖g‖ was {norm}.</source>
        <translation>마지막으로 유한했던 ‖g‖ 값은 {norm}입니다.</translation>
    </message>
    <message>
        <source>Step {step} takes the validation loss from {before} to {after}.</source>
        <translation>스텝 {step}에서 검증 손실이 {before}에서 {after}(으)로 바뀝니다.</translation>
    </message>
    <message>
        <source>The gradient predicted a change of {predicted} in its batch&apos;s loss; the change was {true}.</source>
        <translation>접선 기울기로 예측한 배치 손실의 변화는 {predicted}, 실제 변화는 {true}입니다.</translation>
    </message>
    <message>
        <source>At step {step}, one of the {rows} sequences is hard: {share} % of the loss comes from it.</source>
        <translation>스텝 {step}에서 시퀀스 {rows}개 중 하나가 어렵습니다. 그 하나가 손실의 {share}%를 차지합니다.</translation>
    </message>
    <message>
        <source>‖g‖ at step {step} is {norm}.</source>
        <translation>스텝 {step}의 ‖g‖ 값은 {norm}입니다.</translation>
    </message>
    <message>
        <source>‖g‖ at step {step} is {norm} (usually {usual}).</source>
        <translation>스텝 {step}의 ‖g‖ 값은 {norm}, 평소에는 {usual}입니다.</translation>
    </message>
    <message>
        <source>At step {step} that gradient still makes up {share} % of the momentum.</source>
        <translation>스텝 {step}에서 그 기울기가 여전히 모멘텀의 {share}%를 차지합니다.</translation>
    </message>
    <message>
        <source>‖g‖ at step {step} is {norm}, {times} times the median up to then.</source>
        <translation>스텝 {step}의 ‖g‖ 값은 {norm}, 그 앞 스텝들의 중앙값의 {times}배입니다.</translation>
    </message>
    <message>
        <source>‖g‖ has fallen from {largest} to {norm}, but the loss has not.</source>
        <translation>‖g‖ 값이 {largest}에서 {norm}까지 줄었는데, 손실은 함께 줄지 않았습니다.</translation>
    </message>
    <message>
        <source>The loss was {before} at step {step}, and {now} at the last one.</source>
        <translation>손실은 스텝 {step}에서 {before}, 마지막 스텝에서 {now}입니다.</translation>
    </message>
    <message>
        <source>Step {step} was too long: its gradient predicted a change of {predicted} in the batch loss; the true change was {true}.</source>
        <translation>스텝 {step}이(가) 선형 근사가 맞는 범위를 벗어났습니다. 배치 손실의 변화는 {predicted}(으)로 예측되었지만 실제로는 {true}입니다.</translation>
    </message>
    <message>
        <source>Step {step} changed the batch loss by {true}; its gradient predicted {predicted}.</source>
        <translation>스텝 {step}에서 배치 손실이 {true}만큼 바뀌었습니다. 접선 기울기로 예측한 변화는 {predicted}입니다.</translation>
    </message>
    <message>
        <source>type loss &lt; 0.1, accuracy &gt; 0.99, grad_norm &gt; 100, any grad nan, val_loss &lt; 0.2, val_accuracy &gt; 0.9 or val_loss &gt; 10 * best</source>
        <translation>loss &lt; 0.1, accuracy &gt; 0.99, grad_norm &gt; 100, any grad nan, val_loss &lt; 0.2, val_accuracy &gt; 0.9 또는 val_loss &gt; 10 * best처럼 입력하세요</translation>
    </message>
    <message>
        <source>--task {task}: no such task. Choose from {named}</source>
        <translation>--task {task}: 그런 과제는 없습니다. 고를 수 있는 과제: {named}</translation>
    </message>
    <message>
        <source>--panel {panel}: no such panel. Choose from {named}</source>
        <translation>--panel {panel}: 그런 패널은 없습니다. 고를 수 있는 패널: {named}</translation>
    </message>
    <message>
        <source>--steps must be 0 to {most}</source>
        <translation>--steps는 0부터 {most}까지입니다</translation>
    </message>
    <message>
        <source>--film N needs --steps: one frame every N steps</source>
        <translation>--film에는 --steps가 필요합니다. 그 스텝 수마다 그림을 한 장 만듭니다</translation>
    </message>
    <message>
        <source>learning curve convergence scrub history epochs validation</source>
        <translation>학습 곡선 수렴 되돌아보기 기록 에포크 검증</translation>
    </message>
    <message>
        <source>accuracy confusion histogram calibration validation wrong</source>
        <translation>정확도 혼동 히스토그램 보정 검증 오답</translation>
    </message>
    <message>
        <source>The loss during training, and the size of the gradient. The axis is a slider: it shows the network at any step.</source>
        <translation>학습하는 동안의 손실과 기울기의 크기를 보여 줍니다. 축이 슬라이더여서 어느 스텝의 네트워크든 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>검증 예측</translation>
    </message>
    <message>
        <source>The network&apos;s predictions at a training step for each validation sequence, by target: how many are correct, and how confident they are.</source>
        <translation>학습 스텝의 네트워크가 검증 시퀀스를 어떻게 예측하는지 목표값별로 보여 줍니다. 맞은 수와 확신의 정도를 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>What is trained and how (task, optimiser and batches), and the training buttons.</source>
        <translation>무엇을 어떻게 학습할지 정합니다: 과제, 옵티마이저, 배치. 학습을 시작하는 버튼도 있습니다.</translation>
    </message>
    <message>
        <source>Stops</source>
        <translation>학습 중지 조건</translation>
    </message>
    <message>
        <source>Conditions that pause training, the step at which each was first true, and what happened at the selected step.</source>
        <translation>학습을 일시 정지할 조건과, 각 조건이 처음 참이 된 스텝을 보여 줍니다. 보고 있는 스텝에서 일어난 일도 설명합니다.</translation>
    </message>
    <message>
        <source>Optimiser step</source>
        <translation>옵티마이저 스텝</translation>
    </message>
    <message>
        <source>The next training step before it is taken: the predicted and the true change in the loss, and the weights that change most.</source>
        <translation>다음 학습 스텝을 적용하기 전에 보여 줍니다. 손실이 얼마나 변할 것으로 예측되고 실제로 얼마나 변하는지, 어느 가중치가 가장 크게 변하는지 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Red: the value rises. Blue: it falls.</source>
        <translation>빨강: 값이 커집니다. 파랑: 값이 작아집니다.</translation>
    </message>
    <message>
        <source>the prediction, if the row ended here,</source>
        <translation>행이 여기서 끝난다면 나올 예측</translation>
    </message>
    <message>
        <source>{number} of the pinned network</source>
        <translation>기준 네트워크의 {number}</translation>
    </message>
    <message>
        <source>p  over training</source>
        <translation>p  학습 과정에서</translation>
    </message>
    <message>
        <source>{key}  pinned</source>
        <translation>{key}  기준 네트워크</translation>
    </message>
    <message>
        <source>The network&apos;s prediction for each timestep at the first training step, the pinned step and the selected step</source>
        <translation>네트워크가 각 시점에서 내놓는 예측입니다. 첫 학습 스텝, 기준 스텝, 지금 보는 스텝을 함께 보여 줍니다</translation>
    </message>
    <message>
        <source>f of the pinned network</source>
        <translation>기준으로 지정한 네트워크의 f</translation>
    </message>
    <message>
        <source>c of the pinned network</source>
        <translation>기준으로 지정한 네트워크의 c</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>스텝 {step}</translation>
    </message>
    <message>
        <source>pinned {name}</source>
        <translation>기준 {name}</translation>
    </message>
    <message>
        <source>step {step}, edited</source>
        <translation>스텝 {step}, 편집함</translation>
    </message>
    <message>
        <source>Clip norm at</source>
        <translation>노름 클리핑 한계</translation>
    </message>
    <message>
        <source>The largest ‖g‖ allowed: larger gradients are scaled down to it</source>
        <translation>허용하는 가장 큰 ‖g‖입니다. 더 긴 기울기는 이 길이로 줄입니다</translation>
    </message>
    <message>
        <source>no clip</source>
        <translation>클리핑 없음</translation>
    </message>
    <message>
        <source>biases decay too</source>
        <translation>편향도 감쇠</translation>
    </message>
    <message>
        <source>More settings ▾</source>
        <translation>설정 더 보기 ▾</translation>
    </message>
    <message>
        <source>the task’s</source>
        <translation>과제 기본값</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>What is learnt. Opening a task starts a new network</source>
        <translation>무엇을 학습할지 정합니다. 과제를 고르면 새 네트워크가 열립니다</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>How gradients become steps, as in torch.optim</source>
        <translation>기울기를 스텝으로 바꾸는 방법입니다. torch.optim과 같습니다</translation>
    </message>
    <message>
        <source>Batch seed: the same seed gives the same run</source>
        <translation>배치의 시드입니다. 시드가 같으면 학습도 같습니다</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>검증용</translation>
    </message>
    <message>
        <source>Off: no weight decay for b_ih, b_hh and the readout’s b</source>
        <translation>끄면 가중치 감쇠가 b_ih, b_hh와 출력층의 b에는 적용되지 않습니다</translation>
    </message>
    <message>
        <source>Frozen weights, held-out rows, and rarely used settings</source>
        <translation>동결한 가중치, 검증용 배치 행, 옵티마이저의 드물게 쓰는 설정</translation>
    </message>
    <message>
        <source>task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>clip norm at</source>
        <translation>클리핑 한계</translation>
    </message>
    <message>
        <source>batch, seed</source>
        <translation>배치, 시드</translation>
    </message>
    <message>
        <source>held out, %</source>
        <translation>검증용, %</translation>
    </message>
    <message>
        <source>Which weights are trained; the others stay as they are (frozen)</source>
        <translation>어느 가중치를 학습할지 정합니다. 나머지는 그대로 둡니다(동결)</translation>
    </message>
    <message>
        <source>all trained</source>
        <translation>모든 가중치 학습</translation>
    </message>
    <message>
        <source>readout trained</source>
        <translation>출력층만 학습</translation>
    </message>
    <message>
        <source>{number} of {total} trained</source>
        <translation>{total}개 중 {number}개 학습</translation>
    </message>
    <message>
        <source>Train all weights</source>
        <translation>모든 가중치 학습</translation>
    </message>
    <message>
        <source>Train only the readout</source>
        <translation>출력층만 학습</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>한 스텝</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Undo run</source>
        <translation>학습 취소</translation>
    </message>
    <message>
        <source>until step</source>
        <translation>끝 스텝</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>The step at which training pauses</source>
        <translation>학습을 일시 정지할 스텝</translation>
    </message>
    <message>
        <source>step {step} of {newest}</source>
        <translation>스텝 {step} / {newest}</translation>
    </message>
    <message>
        <source>Until step</source>
        <translation>끝 스텝</translation>
    </message>
    <message>
        <source>Steps per screen update (at most 60 updates per second)</source>
        <translation>화면 두 번 사이의 스텝 수입니다. 화면은 초당 60번까지 바뀝니다</translation>
    </message>
    <message>
        <source>Takes one optimiser step, as an edit</source>
        <translation>옵티마이저 스텝을 한 번 진행합니다. 편집으로 기록됩니다</translation>
    </message>
    <message>
        <source>Runs to the step below, or until a stop condition is met</source>
        <translation>아래의 끝 스텝까지, 또는 중지 조건을 만족할 때까지 진행합니다</translation>
    </message>
    <message>
        <source>Undoes all steps of this run</source>
        <translation>이 학습의 모든 스텝을 되돌립니다</translation>
    </message>
    <message>
        <source>Keeps all {steps} networks, {size} MB</source>
        <translation>네트워크 {steps}개를 모두 보관합니다, {size} MB</translation>
    </message>
    <message>
        <source>Keeps one in {every} networks, {size} MB</source>
        <translation>네트워크 {every}개마다 하나씩 보관합니다, {size} MB</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>lr: how far a step goes; too large, and the loss jumps</source>
        <translation>lr: 한 스텝의 크기입니다. 너무 크면 손실이 튑니다</translation>
    </message>
    <message>
        <source>β₁, β₂</source>
        <translation>β₁, β₂</translation>
    </message>
    <message>
        <source>betas: share of the running means (gradient, squared gradient) kept per step</source>
        <translation>betas: 기울기와 그 제곱의 이동 평균이 스텝마다 남기는 비율</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>모멘텀</translation>
    </message>
    <message>
        <source>momentum: how much of the previous step is kept; 0 for none</source>
        <translation>momentum: 앞 스텝에서 남기는 비율. 0이면 쓰지 않습니다</translation>
    </message>
    <message>
        <source>α</source>
        <translation>α</translation>
    </message>
    <message>
        <source>alpha: share of the running mean of squared gradients kept per step</source>
        <translation>alpha: 제곱의 이동 평균이 스텝마다 남기는 비율</translation>
    </message>
    <message>
        <source>ε</source>
        <translation>ε</translation>
    </message>
    <message>
        <source>eps: added to the denominator to avoid division by 0</source>
        <translation>eps: 0으로 나누지 않도록 분모에 더하는 값</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>가중치 감쇠</translation>
    </message>
    <message>
        <source>weight_decay: how strongly each step pulls weights towards 0</source>
        <translation>weight_decay: 스텝마다 가중치를 0 쪽으로 당기는 정도</translation>
    </message>
    <message>
        <source>dampening</source>
        <translation>감쇠</translation>
    </message>
    <message>
        <source>dampening: how much of a new gradient the momentum ignores</source>
        <translation>dampening: 모멘텀이 새 기울기에서 빼는 비율</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>Nesterov</translation>
    </message>
    <message>
        <source>nesterov: looks ahead along the momentum; needs momentum &gt; 0</source>
        <translation>nesterov: 모멘텀 방향으로 미리 내다봅니다. 모멘텀이 필요합니다</translation>
    </message>
    <message>
        <source>AMSGrad</source>
        <translation>AMSGrad</translation>
    </message>
    <message>
        <source>amsgrad: divides by the largest mean square so far</source>
        <translation>amsgrad: 지금까지 가장 큰 제곱 평균으로 나눕니다</translation>
    </message>
    <message>
        <source>centred</source>
        <translation>중심화</translation>
    </message>
    <message>
        <source>centered: divides by the variance of the gradient</source>
        <translation>centered: 기울기의 분산으로 나눕니다</translation>
    </message>
    <message>
        <source>1 per frame</source>
        <translation>화면마다 1</translation>
    </message>
    <message>
        <source>4 per frame</source>
        <translation>화면마다 4</translation>
    </message>
    <message>
        <source>16 per frame</source>
        <translation>화면마다 16</translation>
    </message>
    <message>
        <source>full speed</source>
        <translation>최고 속도</translation>
    </message>
    <message>
        <source>the open sequences</source>
        <translation>열린 시퀀스</translation>
    </message>
    <message>
        <source>Loss by step on a log axis, with the size of the gradient below it. Drag or click to show the network at another step. ← and → move one step, PgUp and PgDn 25.</source>
        <translation>스텝별 손실(로그 축)과 그 아래 기울기의 크기입니다. 끌거나 클릭하면 그 스텝의 네트워크를 보여 줍니다. ←와 →는 1스텝, PgUp과 PgDn은 25스텝씩 옮깁니다.</translation>
    </message>
    <message>
        <source>Loss, step {step} of {last}</source>
        <translation>손실, 전체 {last}스텝 중 스텝 {step}</translation>
    </message>
    <message>
        <source>clip {norm}</source>
        <translation>클립 {norm}</translation>
    </message>
    <message>
        <source>train, per batch</source>
        <translation>학습, 배치마다</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>NaN from step {step} on</source>
        <translation>스텝 {step}부터 NaN</translation>
    </message>
    <message>
        <source>edited after step {step}: the next step starts a new run</source>
        <translation>스텝 {step} 뒤에 편집됨, 다음 스텝부터 새 학습 실행</translation>
    </message>
    <message>
        <source>How well the network does at the selected step</source>
        <translation>지금 보이는 스텝의 네트워크가 아는 것</translation>
    </message>
    <message>
        <source>pinned: {name}</source>
        <translation>기준: {name}</translation>
    </message>
    <message>
        <source>No training data yet. Choose a task in the Train menu.</source>
        <translation>아직 학습할 것이 없습니다. 학습 메뉴에서 과제를 고르세요.</translation>
    </message>
    <message>
        <source>{obstacle}. Or choose a task in the Train menu.</source>
        <translation>{obstacle}. 또는 학습 메뉴에서 과제를 고르세요.</translation>
    </message>
    <message>
        <source>Edited after step {step}: the network has {right} of {count} correct, {earlier} without the edit</source>
        <translation>스텝 {step} 뒤에 편집한 네트워크는 {count}개 중 {right}개 맞음, 편집 전에는 {earlier}개</translation>
    </message>
    <message>
        <source>Edited after step {step}: {right} of {count} correct, {earlier} before</source>
        <translation>스텝 {step} 뒤 편집: {count}개 중 {right}개 맞음, 전에는 {earlier}개</translation>
    </message>
    <message>
        <source>Edited after step {step}: the loss is {loss}, {earlier} without the edit</source>
        <translation>스텝 {step} 뒤에 편집한 네트워크의 손실은 {loss}, 편집 전에는 {earlier}</translation>
    </message>
    <message>
        <source>Edited after step {step}: loss {loss}, {earlier} before</source>
        <translation>스텝 {step} 뒤 편집: 손실 {loss}, 전에는 {earlier}</translation>
    </message>
    <message>
        <source>From step {step} on, the gradient is NaN and the network is lost</source>
        <translation>스텝 {step}부터 기울기가 NaN입니다. 네트워크를 쓸 수 없게 되었습니다</translation>
    </message>
    <message>
        <source>Not trained yet: {right} of {count} correct</source>
        <translation>아직 학습한 것이 없습니다. {count}개 중 {right}개 맞음</translation>
    </message>
    <message>
        <source>At step {step} accuracy has dropped since step {before}: {right} of {count} correct, down from {earlier}</source>
        <translation>스텝 {step}의 정확도가 스텝 {before}보다 떨어졌습니다. {count}개 중 {right}개 맞음, 그전에는 {earlier}개</translation>
    </message>
    <message>
        <source>Step {step}: accuracy down since step {before}, from {earlier} to {right} of {count}</source>
        <translation>스텝 {step}: 스텝 {before}보다 정확도가 떨어짐, {count}개 중 {right}개, 전에는 {earlier}개</translation>
    </message>
    <message>
        <source>At step {step} the task is learnt: {right} of {count} correct, up from {earlier} at step {before}</source>
        <translation>스텝 {step}에서 과제를 다 배웠습니다. {count}개 중 {right}개 맞음, 스텝 {before}에서는 {earlier}개</translation>
    </message>
    <message>
        <source>At step {step} the network has {right} of {count} correct, as at step {before}</source>
        <translation>스텝 {step}에서 {count}개 중 {right}개 맞음, 스텝 {before}에서와 같습니다</translation>
    </message>
    <message>
        <source>At step {step} the network has {right} of {count} correct; at step {before} it had {earlier}</source>
        <translation>스텝 {step}에서 {count}개 중 {right}개 맞음, 스텝 {before}에서는 {earlier}개</translation>
    </message>
    <message>
        <source>At step {step} the network has {right} of {count} correct; at step {before} it will have {earlier}</source>
        <translation>스텝 {step}에서 {count}개 중 {right}개 맞음, 뒤의 스텝 {before}에서는 {earlier}개</translation>
    </message>
    <message>
        <source>Step {step}: {right} of {count} correct</source>
        <translation>스텝 {step}: {count}개 중 {right}개 맞음</translation>
    </message>
    <message>
        <source>Step {step}: {right} of {count} correct; step {before}: {earlier}</source>
        <translation>스텝 {step}: {count}개 중 {right}개 맞음, 스텝 {before}: {earlier}개</translation>
    </message>
    <message>
        <source>At step {step} the loss has risen since step {before}: it is {loss}, up from {earlier}</source>
        <translation>스텝 {step}의 손실이 스텝 {before}보다 커졌습니다. 손실 {loss}, 그전에는 {earlier}</translation>
    </message>
    <message>
        <source>At step {step} the loss is {loss}; at step {before} it is {earlier}</source>
        <translation>스텝 {step}의 손실은 {loss}, 스텝 {before}에서는 {earlier}</translation>
    </message>
    <message>
        <source>Step {step}: loss {loss}</source>
        <translation>스텝 {step}: 손실 {loss}</translation>
    </message>
    <message>
        <source>The batch at step {step} has loss {loss}; the batch at step {before} had {earlier}</source>
        <translation>스텝 {step}의 배치 손실은 {loss}, 스텝 {before}에서는 {earlier}</translation>
    </message>
    <message>
        <source>Not trained yet</source>
        <translation>아직 학습한 것이 없습니다</translation>
    </message>
    <message>
        <source>Not trained yet: the loss is {loss}</source>
        <translation>아직 학습한 것이 없습니다. 손실은 {loss}</translation>
    </message>
    <message>
        <source>val {loss}</source>
        <translation>검증 {loss}</translation>
    </message>
    <message>
        <source>train {loss}</source>
        <translation>학습 {loss}</translation>
    </message>
    <message>
        <source>validation loss {loss}</source>
        <translation>검증 손실 {loss}</translation>
    </message>
    <message>
        <source>batch loss {loss}</source>
        <translation>배치 손실 {loss}</translation>
    </message>
    <message>
        <source>clipped to {clip}</source>
        <translation>{clip}(으)로 클리핑됨</translation>
    </message>
    <message>
        <source>recomputed from step {step}</source>
        <translation>스텝 {step}부터 다시 계산한 값</translation>
    </message>
    <message>
        <source>target {target}</source>
        <translation>목표값 {target}</translation>
    </message>
    <message>
        <source>{count} wrong</source>
        <translation>틀림 {count}개</translation>
    </message>
    <message>
        <source>{right} of {count} correct</source>
        <translation>{count}개 중 {right}개 맞음</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>답 보기</translation>
    </message>
    <message>
        <source>Show the answer and the reason</source>
        <translation>정답과 그 이유를 보여 줍니다</translation>
    </message>
    <message>
        <source>The correct answer, as computed</source>
        <translation>엔진이 계산한 정답</translation>
    </message>
    <message>
        <source>How far off your answer is; there is no score</source>
        <translation>답이 얼마나 가까운지입니다. 점수는 매기지 않습니다</translation>
    </message>
    <message>
        <source>Show the value in Calculation, which breaks it down</source>
        <translation>값을 항별로 나누어 보여 주는 계산 내역에서 봅니다</translation>
    </message>
    <message>
        <source>Why? See Calculation</source>
        <translation>왜 그럴까요? 계산 내역 보기</translation>
    </message>
    <message>
        <source>correct</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>close</source>
        <translation>거의 맞았습니다</translation>
    </message>
    <message>
        <source>close: try again</source>
        <translation>거의 맞았습니다. 한 번 더 해 보세요</translation>
    </message>
    <message>
        <source>your answer: {answer}</source>
        <translation>{answer}(으)로 답했습니다</translation>
    </message>
    <message>
        <source>not yet: try again</source>
        <translation>아직 아닙니다. 한 번 더 해 보세요</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>틀림</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>예측값</translation>
    </message>
    <message>
        <source>bar height: square root of the count</source>
        <translation>높이: 개수의 제곱근</translation>
    </message>
    <message>
        <source>No training data yet</source>
        <translation>아직 학습할 것이 없습니다</translation>
    </message>
    <message>
        <source>No sequence is held out: the network trains on all of them. Set a validation share in the Training panel.</source>
        <translation>검증용으로 떼어 둔 시퀀스가 없습니다. 네트워크는 모든 시퀀스로 학습합니다. 학습 패널에서 검증에 쓸 비율을 정하세요.</translation>
    </message>
    <message>
        <source>These sequences are too long to be evaluated at each step</source>
        <translation>시퀀스가 너무 길어 스텝마다 평가하지 않습니다</translation>
    </message>
    <message>
        <source>Copy validation</source>
        <translation>예측 복사</translation>
    </message>
    <message>
        <source>{count} predictions by target</source>
        <translation>목표값에 대한 예측 {count}개</translation>
    </message>
    <message>
        <source>{count} validation sequences, {answers} predictions</source>
        <translation>검증 시퀀스 {count}개, 예측 {answers}개</translation>
    </message>
    <message>
        <source>{count} validation sequences, last timestep</source>
        <translation>검증 시퀀스 {count}개의 마지막 예측</translation>
    </message>
    <message>
        <source>the predictions are NaN</source>
        <translation>예측이 NaN입니다</translation>
    </message>
    <message>
        <source>parameters kept: all {count} steps, {size}</source>
        <translation>보관한 파라미터: {count}스텝 전부, {size}</translation>
    </message>
    <message>
        <source>parameters kept: 1 in {every} steps, {size}; the others are recomputed</source>
        <translation>보관한 파라미터: {every}스텝마다 하나, {size}. 나머지는 다시 계산합니다</translation>
    </message>
    <message>
        <source>{group}, p {low} to {high}: {right} correct, {wrong} wrong</source>
        <translation>{group}, p {low}~{high}: 맞음 {right}개, 틀림 {wrong}개</translation>
    </message>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}: {count}개</translation>
    </message>
    <message>
        <source>The largest weight changes</source>
        <translation>가장 크게 변하는 가중치</translation>
    </message>
    <message>
        <source>before</source>
        <translation>스텝 전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>스텝 후</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>기울기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>적용 안 함</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Discard the step and go to the loss</source>
        <translation>스텝을 적용하지 않고 손실 패널로 갑니다</translation>
    </message>
    <message>
        <source>Apply half</source>
        <translation>절반만 적용</translation>
    </message>
    <message>
        <source>Apply {share} × step</source>
        <translation>{share} ×만 적용</translation>
    </message>
    <message>
        <source>Apply part of the weight change: an edit, not an optimiser step</source>
        <translation>변화의 일부만 가중치에 더합니다. 옵티마이저의 스텝이 아니라 편집입니다</translation>
    </message>
    <message>
        <source>Undo {what}</source>
        <translation>{what} 실행 취소</translation>
    </message>
    <message>
        <source>step {step} · {optimiser}</source>
        <translation>스텝 {step} · {optimiser}</translation>
    </message>
    <message>
        <source>There is nothing to train here.</source>
        <translation>여기에는 학습할 것이 없습니다.</translation>
    </message>
    <message>
        <source>step = {formula}</source>
        <translation>스텝 = {formula}</translation>
    </message>
    <message>
        <source>{share} × step {step}</source>
        <translation>스텝 {step}의 {share} ×</translation>
    </message>
    <message>
        <source>before {before}, after {after}</source>
        <translation>스텝 전 {before}, 스텝 후 {after}</translation>
    </message>
    <message>
        <source>predicted {predicted}, true {true}</source>
        <translation>예측 {predicted}, 실제 {true}</translation>
    </message>
    <message>
        <source>step {step}: {told}</source>
        <translation>스텝 {step}: {told}</translation>
    </message>
    <message>
        <source>Loss on this batch along the step</source>
        <translation>스텝을 따라 본 이 배치의 손실</translation>
    </message>
    <message>
        <source>Loss change in each of the last {steps} steps</source>
        <translation>최근 {steps}개 스텝의 손실 변화</translation>
    </message>
    <message>
        <source>hollow: predicted; filled: true (down or up)</source>
        <translation>빈 막대: 예측, 채운 막대: 실제(감소 또는 증가)</translation>
    </message>
    <message>
        <source>Loss change in each recent step</source>
        <translation>최근 스텝의 손실 변화</translation>
    </message>
    <message>
        <source>{what}: {loss} at {share} × the step</source>
        <translation>{what}: 스텝의 {share} × 지점에서 {loss}</translation>
    </message>
    <message>
        <source>true</source>
        <translation>실제</translation>
    </message>
    <message>
        <source>{right} correct</source>
        <translation>맞음 {right}개</translation>
    </message>
    <message>
        <source>{right} of {all} correct</source>
        <translation>{all}개 중 {right}개 맞음</translation>
    </message>
    <message>
        <source>{name} step {step}: computing its effect</source>
        <translation>{name} {step}번 스텝: 결과를 계산하는 중</translation>
    </message>
    <message>
        <source>{name} step {step}: the loss is {loss}, which a step cannot fix</source>
        <translation>{name} {step}번 스텝: 손실이 {loss}입니다. 스텝을 더 해도 고칠 수 없습니다</translation>
    </message>
    <message>
        <source>{name} step {step}: the loss should {should}; it {then}</source>
        <translation>{name} {step}번 스텝: 손실 예측은 {should}, 실제는 {then}</translation>
    </message>
    <message>
        <source>stay at {loss}</source>
        <translation>{loss} 그대로</translation>
    </message>
    <message>
        <source>fall from {old} to {new}</source>
        <translation>{old}에서 {new}(으)로 감소</translation>
    </message>
    <message>
        <source>rise from {old} to {new}</source>
        <translation>{old}에서 {new}(으)로 증가</translation>
    </message>
    <message>
        <source>becomes {loss}</source>
        <translation>스텝 뒤 {loss}</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>변화 없음</translation>
    </message>
    <message>
        <source>falls to {loss}</source>
        <translation>{loss}(으)로 감소</translation>
    </message>
    <message>
        <source>jumps to {loss}</source>
        <translation>{loss}(으)로 급증</translation>
    </message>
    <message>
        <source>rises to {loss}</source>
        <translation>{loss}(으)로 증가</translation>
    </message>
    <message>
        <source>The values overflow. Take a smaller step.</source>
        <translation>값이 표현할 수 있는 범위를 벗어납니다. 스텝을 더 작게 하세요.</translation>
    </message>
    <message>
        <source>Nothing changes: no trained weight has a gradient or momentum.</source>
        <translation>아무것도 변하지 않습니다. 학습하는 가중치에 기울기도 모멘텀도 없습니다.</translation>
    </message>
    <message>
        <source>The linear estimate holds for the whole step: the predicted change is correct to within {share}.</source>
        <translation>스텝 전체에서 접선 기울기가 유지됩니다. 예측한 변화와 {share} 이내로 맞습니다.</translation>
    </message>
    <message>
        <source>A gradient gives only the slope at this point, not the cliff ahead: the loss jumps at {share} × the step. {right}</source>
        <translation>기울기는 이 자리의 접선 기울기만 알고 앞의 절벽은 모릅니다. 스텝의 {share} × 지점에서 손실이 크게 뜁니다. {right}</translation>
    </message>
    <message>
        <source>The loss is curved along the step: only {share} of the predicted change comes true. {right}</source>
        <translation>스텝을 따라 손실이 휩니다. 접선 기울기로 예측한 변화의 {share}만 일어납니다. {right}</translation>
    </message>
    <message>
        <source>The slope grows along the step: the loss changes {times} × as much as predicted. {right}</source>
        <translation>스텝을 따라 접선 기울기가 커집니다. 예측한 변화의 {times} ×가 일어납니다. {right}</translation>
    </message>
    <message>
        <source>The step is too long: the loss is lowest at {share} × its length, then rises again. {right}</source>
        <translation>스텝이 너무 큽니다. 손실은 {share} × 지점에서 가장 작고 다시 커집니다. {right}</translation>
    </message>
    <message>
        <source>The gradient here cannot predict a step this long. {right}</source>
        <translation>이 자리의 접선 기울기로는 이렇게 큰 스텝을 예측할 수 없습니다. {right}</translation>
    </message>
    <message>
        <source>{right} of {all} predictions stay correct.</source>
        <translation>예측 {all}개 중 {right}개가 그대로 맞습니다.</translation>
    </message>
    <message>
        <source>Before, {before} of {all} predictions were correct; after, {after}.</source>
        <translation>예측 {all}개 중 {before}개가 맞았고, 스텝 뒤에는 {after}개가 맞습니다.</translation>
    </message>
    <message>
        <source>✗ torch.optim differs</source>
        <translation>✗ torch.optim과 불일치</translation>
    </message>
    <message>
        <source>torch.optim: nothing can be compared</source>
        <translation>torch.optim: 비교할 수 있는 값이 없음</translation>
    </message>
    <message>
        <source>✓ torch.optim agrees, bit for bit</source>
        <translation>✓ torch.optim과 완전 일치</translation>
    </message>
    <message>
        <source>✓ torch.optim agrees to within {size}</source>
        <translation>✓ torch.optim과 일치, 차이 {size}</translation>
    </message>
    <message>
        <source>{letter}: {old} carried over, {new} from this gradient.</source>
        <translation>{letter}: 이전 스텝에서 {old}, 이번 기울기에서 {new}.</translation>
    </message>
    <message>
        <source>Clipping scaled the gradient by {share}.</source>
        <translation>클리핑으로 기울기가 {share} ×로 줄었습니다.</translation>
    </message>
    <message>
        <source>Weight decay is in the gradient: + λ · w.</source>
        <translation>가중치 감쇠가 기울기에 들어 있습니다(+ λ · w).</translation>
    </message>
    <message>
        <source>m and v are bias-corrected (n = {n}).</source>
        <translation>m과 v는 n = {n}에 맞게 보정했습니다.</translation>
    </message>
    <message>
        <source>This is the first step, so there is no momentum yet.</source>
        <translation>첫 스텝이라 이전 값이 없습니다.</translation>
    </message>
    <message>
        <source>Momentum, not this batch, moves the weight.</source>
        <translation>이번 배치가 아니라 모멘텀이 가중치를 움직입니다.</translation>
    </message>
    <message>
        <source>This batch, not momentum, moves the weight.</source>
        <translation>모멘텀이 아니라 이번 배치가 가중치를 움직입니다.</translation>
    </message>
    <message>
        <source>Momentum and this batch disagree: momentum wins.</source>
        <translation>방향이 서로 반대이고, 모멘텀이 이깁니다.</translation>
    </message>
    <message>
        <source>Momentum and this batch disagree: this batch wins.</source>
        <translation>방향이 서로 반대이고, 이번 배치가 이깁니다.</translation>
    </message>
    <message>
        <source>Momentum and this batch agree.</source>
        <translation>둘 다 같은 방향입니다.</translation>
    </message>
    <message>
        <source>Stop training when</source>
        <translation>학습을 멈출 조건</translation>
    </message>
    <message>
        <source>first true at</source>
        <translation>처음 참이 된 스텝</translation>
    </message>
    <message>
        <source>Condition that stops training</source>
        <translation>학습을 일시 정지할 조건</translation>
    </message>
    <message>
        <source>Training pauses when this is true. Delete removes it</source>
        <translation>이 조건이 참이 되면 학습을 일시 정지합니다. Delete를 누르면 지웁니다</translation>
    </message>
    <message>
        <source>Remove this condition</source>
        <translation>이 조건 지우기</translation>
    </message>
    <message>
        <source>never</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>View step {step}</source>
        <translation>스텝 {step} 보기</translation>
    </message>
    <message>
        <source>{stop}: never true</source>
        <translation>{stop}: 참이 된 적 없음</translation>
    </message>
    <message>
        <source>{stop}: first true at step {step}</source>
        <translation>{stop}: 스텝 {step}에서 처음 참</translation>
    </message>
    <message>
        <source>What happened here</source>
        <translation>여기서 일어난 일</translation>
    </message>
    <message>
        <source>Pause training to read about the selected step.</source>
        <translation>학습이 일시 정지된 동안 보고 있는 스텝을 설명합니다.</translation>
    </message>
    <message>
        <source>Δ step</source>
        <translation>Δ 스텝</translation>
    </message>
    <message>
        <source>Δ since</source>
        <translation>Δ 누적</translation>
    </message>
    <message>
        <source>at {step}</source>
        <translation>스텝 {step}</translation>
    </message>
    <message>
        <source>its “training” is malformed</source>
        <translation>학습 부분의 형식이 올바르지 않습니다</translation>
    </message>
    <message>
        <source>the saved steps do not belong to the run</source>
        <translation>보관된 스텝이 이 학습의 스텝이 아닙니다</translation>
    </message>
    <message>
        <source>its training record is inconsistent</source>
        <translation>학습 부분들이 서로 맞지 않습니다</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>학습(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Learn a task</source>
        <translation>과제 학습(&amp;L)</translation>
    </message>
    <message>
        <source>Common &amp;failures</source>
        <translation>자주 겪는 실패(&amp;F)</translation>
    </message>
    <message>
        <source>Fi&amp;x it</source>
        <translation>바로잡기(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;One step</source>
        <translation>한 스텝(&amp;O)</translation>
    </message>
    <message>
        <source>Train / &amp;pause</source>
        <translation>학습 / 일시 정지(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Undo the run</source>
        <translation>학습 전체 실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>train learn optimise</source>
        <translation>학습 훈련 최적화</translation>
    </message>
    <message>
        <source>train fail diverge problem what goes wrong</source>
        <translation>학습 실패 발산 문제</translation>
    </message>
    <message>
        <source>cure repair mend</source>
        <translation>고치기 바로잡기 해결</translation>
    </message>
    <message>
        <source>learn fit optimise start stop</source>
        <translation>학습 훈련 최적화 시작 정지</translation>
    </message>
    <message>
        <source>optimiser learn Adam SGD update</source>
        <translation>옵티마이저 학습 Adam SGD 갱신</translation>
    </message>
    <message>
        <source>take back revert training</source>
        <translation>되돌리기 취소 학습</translation>
    </message>
    <message>
        <source>Takes one training step after another. Esc pauses.</source>
        <translation>학습 스텝을 이어서 진행합니다. Esc를 누르면 일시 정지합니다.</translation>
    </message>
    <message>
        <source>Takes one optimiser step, as an edit that you can undo.</source>
        <translation>옵티마이저 스텝을 한 번 진행합니다. 편집으로 기록되어 실행 취소할 수 있습니다.</translation>
    </message>
    <message>
        <source>Saved training run not loaded: it does not fit the network</source>
        <translation>파일에 든 학습이 맞지 않아 제외했습니다</translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation>학습(&amp;T)</translation>
    </message>
    <message>
        <source>reached step {step}</source>
        <translation>스텝 {step}에 도달했습니다</translation>
    </message>
    <message>
        <source>reached step {step}. Set a later step to continue</source>
        <translation>스텝 {step}에 도달했습니다: 더 학습하려면 목표 스텝을 바꾸세요</translation>
    </message>
    <message>
        <source>train on open sequences</source>
        <translation>열린 시퀀스 학습</translation>
    </message>
    <message>
        <source>{optimiser} step {step}</source>
        <translation>{optimiser} 스텝 {step}</translation>
    </message>
    <message>
        <source>view step {step}</source>
        <translation>스텝 {step} 보기</translation>
    </message>
    <message>
        <source>train {count} steps</source>
        <translation>{count}스텝 학습</translation>
    </message>
    <message>
        <source>train 1 step</source>
        <translation>1스텝 학습</translation>
    </message>
    <message>
        <source>training does not work with an injected error. Remove it first</source>
        <translation>오류 주입 중에는 학습할 수 없습니다. 먼저 해제하세요</translation>
    </message>
    <message>
        <source>the task {task} has different inputs or targets. Open it again</source>
        <translation>{task} 과제의 입력이나 목표값이 다릅니다. 과제를 새로 여세요</translation>
    </message>
    <message>
        <source>this version does not have the task “{task}”</source>
        <translation>이 버전에는 “{task}” 과제가 없습니다</translation>
    </message>
    <message>
        <source> · {count:,} {optimiser} steps</source>
        <translation> · {optimiser} {count:,}스텝</translation>
    </message>
    <message>
        <source> · 1 {optimiser} step</source>
        <translation> · {optimiser} 1스텝</translation>
    </message>
    <message>
        <source>torch.optim differs at training step {step}</source>
        <translation>학습 스텝 {step}에서 torch.optim과 다릅니다</translation>
    </message>
    <message>
        <source>{count:,} training steps repeated by torch.optim, each from the same weights, gradients and state: {numbers:,} values compared.</source>
        <translation>torch.optim이 같은 가중치, 기울기, 상태에서 학습 스텝 {count:,}개를 다시 계산했습니다: 값 {numbers:,}개를 비교했습니다.</translation>
    </message>
    <message>
        <source>Rounding allowance used by training steps: {share}.</source>
        <translation>학습 스텝의 반올림 허용 오차 사용률: {share}.</translation>
    </message>
    <message>
        <source>{count:,} of these values cannot be compared.</source>
        <translation>그중 {count:,}개는 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>Before and after: the {shown} largest of {count:,} changes</source>
        <translation>이전 값과 새 값, {count:,}개 중 가장 큰 변화 {shown}개</translation>
    </message>
    <message>
        <source>parameters kept: 1 step, {size}</source>
        <translation>보관한 파라미터: 1스텝, {size}</translation>
    </message>
    <message>
        <source>Loss by training step</source>
        <translation>학습 스텝별 손실</translation>
    </message>
    <message>
        <source>View the step described here</source>
        <translation>이 설명의 스텝 보기</translation>
    </message>
    <message>
        <source>Training pauses as soon as one of these is met</source>
        <translation>조건 중 하나를 만족하는 스텝에서 학습이 일시 정지합니다</translation>
    </message>
    <message>
        <source>The first step of this run at which it was true</source>
        <translation>이 학습에서 조건이 처음 참이 된 스텝</translation>
    </message>
    <message>
        <source>Computed from the saved steps of the run</source>
        <translation>학습이 보관한 스텝에서 계산한 내용입니다</translation>
    </message>
    <message>
        <source>Not true at any step of this run</source>
        <translation>이 학습의 어느 스텝도 이 조건을 만족하지 않았습니다</translation>
    </message>
    <message>
        <source>joined batches need the same width, targets and loss</source>
        <translation>나란히 놓을 배치는 입력 크기, 목표의 종류, 손실이 서로 같아야 합니다</translation>
    </message>
    <message>
        <source>a step needs at least one batch, got {got}</source>
        <translation>한 단계에는 배치가 하나 이상 필요한데 {got}입니다</translation>
    </message>
    <message>
        <source>the only batch cannot be held out. Add batches</source>
        <translation>배치가 하나뿐이면 검증용으로 뗄 수 없습니다. 더 주세요</translation>
    </message>
    <message>
        <source>it has no sequence files. Add some ({kinds})</source>
        <translation>안에 시퀀스 파일이 없습니다. 파일을 넣으세요({kinds})</translation>
    </message>
    <message>
        <source>no file in it has the same name as {path}: each sequence needs a matching one</source>
        <translation>{path}과(와) 이름이 같은 파일이 없습니다. 시퀀스마다 이름이 같은 파일이 하나씩 필요합니다</translation>
    </message>
    <message>
        <source>several of its files share the name of {path}. Keep one of them</source>
        <translation>{path}과(와) 이름이 같은 파일이 여럿입니다. 하나만 남기세요</translation>
    </message>
    <message>
        <source>Four out of five values that layer 1 reads are set to 0 during evaluation: even after training, a tenth of the predictions are wrong.</source>
        <translation>평가하는 동안 1번 층이 읽는 값 다섯 개 중 네 개가 빠집니다. 학습이 끝나도 예측의 10분의 1은 틀립니다.</translation>
    </message>
    <message>
        <source>Fi&amp;x it: {cure}</source>
        <translation>바로잡기(&amp;X): {cure}</translation>
    </message>
    <message>
        <source>Fix it</source>
        <translation>바로잡기</translation>
    </message>
    <message>
        <source>Fixed: {cure}</source>
        <translation>바로잡았습니다. {cure}</translation>
    </message>
    <message>
        <source>Not true by step {step}. Validation runs every {every} steps, next at step {next}</source>
        <translation>스텝 {step}까지는 참이 아니었습니다. 검증은 {every}스텝마다 평가하며, 다음 평가는 스텝 {next}입니다</translation>
    </message>
    <message>
        <source>{stop}: not true by step {step}</source>
        <translation>{stop}: 스텝 {step}까지 참이 된 적 없음</translation>
    </message>
    <message>
        <source>a step on {count} files takes {needed} of memory, but only {there} is free. Use fewer files per step, or hold out fewer</source>
        <translation>파일 {count}개로 한 스텝을 계산하려면 메모리 {needed}이(가) 필요한데 {there}만 비어 있습니다. 스텝마다 쓰는 파일이나 검증용 파일을 줄이세요</translation>
    </message>
    <message>
        <source>it has {count:,} files, but training in the app allows at most {most:,}. Combine some as the rows of one (T, B, I) file, or train with the command main.py train --sequence FOLDER</source>
        <translation>파일이 {count:,}개인데 여기서는 {most:,}개까지만 학습합니다. 여러 파일을 한 파일의 배치 행(T, B, I)으로 합치거나 명령줄로 학습하세요(main.py train --sequence FOLDER)</translation>
    </message>
    <message>
        <source>the files in {path} have changed since training. Restore them, or choose the folder again</source>
        <translation>{path} 폴더의 파일이 학습한 뒤에 바뀌었습니다. 파일을 원래대로 되돌리거나 폴더를 다시 선택하세요</translation>
    </message>
    <message>
        <source>it is text, but training needs numbers. Remove it from the folder</source>
        <translation>텍스트 파일인데 학습에는 숫자 파일만 쓸 수 있습니다. 폴더에서 빼세요</translation>
    </message>
    <message>
        <source>cannot train on {path}: {error}</source>
        <translation>{path} 파일로 학습할 수 없습니다. {error}</translation>
    </message>
    <message>
        <source>it has no targets. Name a column “target”, or put a file of the same name in a “targets” folder next to it, and choose the folder again</source>
        <translation>목표값이 없습니다. 목표값 열의 이름을 “target”으로 하거나, 같은 폴더 안의 “targets” 폴더에 이름이 같은 파일을 넣고 폴더를 다시 선택하세요</translation>
    </message>
    <message>
        <source>none of its predictions has a target. It needs more timesteps, or targets</source>
        <translation>목표값이 있는 예측이 없습니다. 시점이나 목표값이 더 필요합니다</translation>
    </message>
    <message>
        <source>its files total {size}, but training in the app allows at most {most}. Use fewer, or train with the command main.py train --sequence FOLDER</source>
        <translation>파일 크기가 모두 {size}인데 여기서는 {most}까지만 학습합니다. 파일을 줄이거나 명령줄로 학습하세요(main.py train --sequence FOLDER)</translation>
    </message>
    <message>
        <source>Folder of training files: each file is a batch</source>
        <translation>학습할 폴더(파일마다 배치 하나)</translation>
    </message>
    <message>
        <source>all files</source>
        <translation>모든 파일</translation>
    </message>
    <message>
        <source>Sequences per batch (for a folder: files)</source>
        <translation>배치마다의 시퀀스 수, 폴더에서는 스텝마다의 파일 수</translation>
    </message>
    <message>
        <source>Share of the rows, timesteps or files used only for validation</source>
        <translation>학습에 쓰지 않고 네트워크를 평가하는 데 쓰는 배치 행, 시점 또는 파일의 비율입니다</translation>
    </message>
    <message>
        <source>Each file is a batch. Its targets are later inputs if the open document&apos;s are; otherwise its column “target”, or a file with the same name in a “targets” folder next to it</source>
        <translation>파일 하나가 배치 하나입니다. 열린 시퀀스의 목표값이 몇 시점 뒤의 입력이면 파일에서도 똑같이 만듭니다. 그렇지 않으면 파일의 “target” 열에서 읽습니다. 그런 열이 없으면 같은 폴더 안의 “targets” 폴더에서 이름이 같은 파일을 읽습니다</translation>
    </message>
    <message>
        <source>folder {name}</source>
        <translation>{name} 폴더</translation>
    </message>
    <message>
        <source>Folder of files…</source>
        <translation>파일 폴더…</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>파일 1개</translation>
    </message>
    <message>
        <source>{files}; target: the input at t + {ahead}</source>
        <translation>{files}, 목표값: {ahead}시점 뒤의 입력</translation>
    </message>
    <message>
        <source>{files}, each with its own target</source>
        <translation>{files}, 목표값은 파일마다 따로</translation>
    </message>
    <message>
        <source>train on folder</source>
        <translation>폴더 학습</translation>
    </message>
    <message>
        <source>the folder {path} was not read</source>
        <translation>{path} 폴더를 읽지 못했습니다</translation>
    </message>
    <message>
        <source>{numbers:,} values compared. Rounding allowance used: {share}.</source>
        <translation>값 {numbers:,}개를 비교했습니다. 반올림 허용 오차 사용률: {share}.</translation>
    </message>
    <message>
        <source>1 validation sequence, {answers} predictions</source>
        <translation>검증 시퀀스 1개, 예측 {answers}개</translation>
    </message>
    <message>
        <source>1 validation sequence, last timestep</source>
        <translation>검증 시퀀스 1개의 마지막 예측</translation>
    </message>
    <message>
        <source>This run continues another one from step {step}.</source>
        <translation>다른 학습의 스텝 {step}에서 이어지는 학습입니다.</translation>
    </message>
    <message>
        <source>paused at step {step}: {stop}</source>
        <translation>스텝 {step}에서 중지: {stop}</translation>
    </message>
    <message>
        <source>Fixed: {mishap}</source>
        <translation>고친 것: {mishap}</translation>
    </message>
    <message>
        <source>Pin step {step} for comparison</source>
        <translation>스텝 {step}을(를) 기준으로 지정</translation>
    </message>
    <message>
        <source>the batches of {steps} steps take more than {most}, the maximum for a script. Train for fewer steps</source>
        <translation>{steps}스텝의 배치가 스크립트의 한도 {most}보다 큽니다. 스텝을 줄이세요</translation>
    </message>
    <message>
        <source>Python script that first trains for {steps} steps, on the run&apos;s batches</source>
        <translation>먼저 {steps}스텝을 학습하는 Python 스크립트(학습에 쓴 배치 포함)</translation>
    </message>
    <message>
        <source>S&amp;kip</source>
        <translation>건너뛰기(&amp;K)</translation>
    </message>
    <message>
        <source>D&amp;one</source>
        <translation>완료(&amp;O)</translation>
    </message>
    <message>
        <source>Show this page at st&amp;artup</source>
        <translation>시작할 때 이 페이지 보기(&amp;A)</translation>
    </message>
    <message>
        <source>a condition is missing</source>
        <translation>조건이 없습니다</translation>
    </message>
    <message>
        <source>there is no input “{word}”. The inputs are {known}</source>
        <translation>“{word}” 입력이 없습니다. 입력은 {known}입니다</translation>
    </message>
    <message>
        <source>{name} must be one number, got {count}</source>
        <translation>{name}은(는) 숫자 하나여야 하는데 {count}개를 받았습니다</translation>
    </message>
    <message>
        <source>{name} needs shape {shape}, got {got}</source>
        <translation>{name}의 형상은 {shape}인데 {got}을(를) 받았습니다</translation>
    </message>
    <message>
        <source>“{edit}” does not give a number</source>
        <translation>“{edit}”에서 숫자가 나오지 않습니다</translation>
    </message>
    <message>
        <source>invalid edit: “{edit}”</source>
        <translation>“{edit}”은(는) 편집이 아닙니다</translation>
    </message>
    <message>
        <source>{key} @ {t}: the last timestep is {last}</source>
        <translation>{key} @ {t}: 마지막 시점은 {last}입니다</translation>
    </message>
    <message>
        <source>words work only for a single sequence, but this is a batch</source>
        <translation>단어는 한 시퀀스에만 넣을 수 있는데 이 입력은 배치입니다</translation>
    </message>
    <message>
        <source>{name} cannot be cut. Use one such as W_hf[0, 1]</source>
        <translation>{name}은(는) 끊을 수 없습니다. W_hf[0, 1]처럼 적으세요</translation>
    </message>
    <message>
        <source>{name} cannot be held</source>
        <translation>{name}은(는) 고정할 수 없습니다</translation>
    </message>
    <message>
        <source>{name} must be on, off or a number</source>
        <translation>{name}의 값은 on, off 또는 숫자입니다</translation>
    </message>
    <message>
        <source>“{name}” is not a weight, bias or state</source>
        <translation>“{name}”은(는) 가중치도 편향도 상태도 아닙니다</translation>
    </message>
    <message>
        <source>this network has no {name}</source>
        <translation>이 네트워크에는 {name}이(가) 없습니다</translation>
    </message>
    <message>
        <source>{name} has {count} values. Choose one</source>
        <translation>{name}에는 값이 {count}개 있습니다. 어느 것인지 적으세요</translation>
    </message>
    <message>
        <source>{name} needs {count} indices, got {got}</source>
        <translation>{name}에는 인덱스 {count}개가 필요한데 {got}개를 받았습니다</translation>
    </message>
    <message>
        <source>{name}[{index}] does not exist: the size is {size}</source>
        <translation>{name}[{index}]이(가) 없습니다. 모두 {size}개입니다</translation>
    </message>
    <message>
        <source>{name}: “{word}” is not a whole number</source>
        <translation>{name}: “{word}”은(는) 정수가 아닙니다</translation>
    </message>
    <message>
        <source>a comparison such as = or &lt;</source>
        <translation>=나 &lt; 같은 비교</translation>
    </message>
    <message>
        <source>± needs a number after it, in “{text}”</source>
        <translation>“{text}”에서 ± 뒤에는 숫자가 와야 합니다</translation>
    </message>
    <message>
        <source>first: cannot be inside another first:</source>
        <translation>first: 안에는 다른 first:를 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>a number or a quantity</source>
        <translation>숫자나 값의 이름</translation>
    </message>
    <message>
        <source>there is no tensor {name}</source>
        <translation>{name} 텐서가 없습니다</translation>
    </message>
    <message>
        <source>{name}[{unit}]: units are whole numbers from 0</source>
        <translation>{name}[{unit}]: 유닛은 0부터 세는 정수입니다</translation>
    </message>
    <message>
        <source>{first}..{last} is not a valid range</source>
        <translation>{first}..{last}은(는) 시점 범위가 아닙니다</translation>
    </message>
    <message>
        <source>no timestep has the word “{word}”</source>
        <translation>“{word}”라는 단어가 있는 시점이 없습니다</translation>
    </message>
    <message>
        <source>“{text}” is too long</source>
        <translation>“{text}”이(가) 너무 깁니다</translation>
    </message>
    <message>
        <source>“{text}” is too deeply nested</source>
        <translation>“{text}”에 괄호가 너무 많습니다</translation>
    </message>
    <message>
        <source>“{text}” ends too early</source>
        <translation>“{text}”이(가) 너무 일찍 끝납니다</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>정수</translation>
    </message>
    <message>
        <source>unexpected “{rest}” in “{text}”</source>
        <translation>“{text}”에 “{rest}”이(가) 남습니다</translation>
    </message>
    <message>
        <source>“{text}” ends before {wanted}</source>
        <translation>“{text}”에 {wanted}이(가) 빠졌습니다</translation>
    </message>
    <message>
        <source>“{got}” in “{text}” is not {wanted}</source>
        <translation>“{text}”의 “{got}”은(는) {wanted}이(가) 아닙니다</translation>
    </message>
    <message>
        <source>“{rest}” in “{text}” is not understood</source>
        <translation>“{text}”의 “{rest}”을(를) 이해할 수 없습니다</translation>
    </message>
    <message>
        <source>{key}: there is no {lane}</source>
        <translation>{key}: {lane}이(가) 없습니다</translation>
    </message>
    <message>
        <source>{key}: there is no row {row}</source>
        <translation>{key}: 배치 행 {row}이(가) 없습니다</translation>
    </message>
    <message>
        <source>values in brackets must all have the same shape</source>
        <translation>괄호 안의 값은 모두 같은 종류여야 하는데 그렇지 않습니다</translation>
    </message>
    <message>
        <source>{key}[{unit}] does not exist. Number of units: {width}</source>
        <translation>{key}[{unit}]이(가) 없습니다. 유닛은 {width}개입니다</translation>
    </message>
    <message>
        <source>{key} needs a timestep. Write {key} @ 3</source>
        <translation>{key}: 어느 시점인지 {key} @ 3처럼 적으세요</translation>
    </message>
    <message>
        <source>there is no loss. Set targets and a loss</source>
        <translation>손실이 없습니다. 목표값과 손실을 정하세요</translation>
    </message>
    <message>
        <source>“{name}” is not a quantity, a weight or a function</source>
        <translation>“{name}”은(는) 값도 가중치도 함수도 아닙니다</translation>
    </message>
    <message>
        <source>no target is counted at these timesteps</source>
        <translation>이 시점들에는 손실에 들어가는 예측이 없습니다</translation>
    </message>
    <message>
        <source>{one} values cannot be combined with {other}</source>
        <translation>값 {one}개와 {other}개는 짝이 맞지 않습니다</translation>
    </message>
    <message>
        <source>step {step}: tested elsewhere, by {test}</source>
        <translation>단계 {step}: 다른 곳에서 확인합니다: {test}</translation>
    </message>
    <message>
        <source>step {step}: there is no variant “{name}”</source>
        <translation>단계 {step}: “{name}” 변형이 없습니다</translation>
    </message>
    <message>
        <source>the lesson has no id</source>
        <translation>레슨에 id가 없습니다</translation>
    </message>
    <message>
        <source>unknown layout “{name}”; known: {known}</source>
        <translation>“{name}” 배치가 없습니다. 쓸 수 있는 것: {known}</translation>
    </message>
    <message>
        <source>the lesson has no text. Write it under [text.en]</source>
        <translation>레슨에 글이 없습니다. [text.en] 아래에 적으세요</translation>
    </message>
    <message>
        <source>[text.{language}]: no step has the key “{key}”</source>
        <translation>[text.{language}]: “{key}”에 해당하는 단계가 없습니다</translation>
    </message>
    <message>
        <source>[text.{language}]: the title is missing</source>
        <translation>[text.{language}]: 제목이 없습니다</translation>
    </message>
    <message>
        <source>text {key} exists only in {language}</source>
        <translation>글 {key}: 한 언어({language})에만 있습니다</translation>
    </message>
    <message>
        <source>text {key}: {place} is in one language only</source>
        <translation>글 {key}: {place}이(가) 한 언어에만 있습니다</translation>
    </message>
    <message>
        <source>step {name}: {error}</source>
        <translation>단계 {name}: {error}</translation>
    </message>
    <message>
        <source>the claim “{claim}” is false: its left side is {got}</source>
        <translation>주장 “{claim}”은(는) 거짓입니다. 실제 값은 {got}입니다</translation>
    </message>
    <message>
        <source>the claim “{claim}”: {error}</source>
        <translation>주장 “{claim}”: {error}</translation>
    </message>
    <message>
        <source>it has no text in [text.{language}]</source>
        <translation>[text.{language}]에 글이 없습니다</translation>
    </message>
    <message>
        <source>the answer has no text “{key}” in [text.{language}]</source>
        <translation>답에 쓸 글 “{key}”이(가) [text.{language}]에 없습니다</translation>
    </message>
    <message>
        <source>text {key} in {language} has more than three sentences</source>
        <translation>글 {key}({language})이(가) 세 문장보다 깁니다</translation>
    </message>
    <message>
        <source>the reply “{key}” has no text</source>
        <translation>피드백 “{key}”에 글이 없습니다</translation>
    </message>
    <message>
        <source>the button “{key}” has no text</source>
        <translation>버튼 “{key}”에 글이 없습니다</translation>
    </message>
    <message>
        <source>the lesson has no numbers to compare. Add their_c or their_h</source>
        <translation>비교할 숫자 their_c나 their_h가 레슨에 없습니다</translation>
    </message>
    <message>
        <source>text {key} in {language}: {error}</source>
        <translation>글 {key}({language}): {error}</translation>
    </message>
    <message>
        <source>text {key} in {language}: unmatched “{sign}”</source>
        <translation>글 {key}({language}): “{sign}”의 짝이 없습니다</translation>
    </message>
    <message>
        <source>text {key} in {language}: placeholders are not filled in on the start page</source>
        <translation>글 {key}({language}): 시작 화면에 나오는 글이라 중괄호에 값을 채울 수 없습니다</translation>
    </message>
    <message>
        <source>text {key} in {language}: {number} is typed by hand. Let the engine fill it in</source>
        <translation>글 {key}({language}): {number}을(를) 손으로 적었습니다. 엔진이 채우게 하세요</translation>
    </message>
    <message>
        <source>text {key} in {language}: the step has no claim {number}</source>
        <translation>글 {key}({language}): 이 단계의 주장에 {number}이(가) 없습니다</translation>
    </message>
    <message>
        <source>unknown panel “{name}”; known: {known}</source>
        <translation>“{name}” 패널이 없습니다. 쓸 수 있는 것: {known}</translation>
    </message>
    <message>
        <source>look: there is no track “{name}”</source>
        <translation>look: “{name}” 트랙이 없습니다</translation>
    </message>
    <message>
        <source>look: no t {t}; the last timestep is {last}</source>
        <translation>t {t} 보기: 마지막 시점은 {last}입니다</translation>
    </message>
    <message>
        <source>look: no unit {unit}; there are {width} units</source>
        <translation>유닛 {unit} 보기: 유닛은 {width}개입니다</translation>
    </message>
    <message>
        <source>in “{text}”: {error}</source>
        <translation>“{text}” 보기: {error}</translation>
    </message>
    <message>
        <source>the question: {error}</source>
        <translation>질문: {error}</translation>
    </message>
    <message>
        <source>the question&apos;s scale excludes the answer {answer}</source>
        <translation>질문: 정답 {answer}이(가) 눈금의 범위를 벗어납니다</translation>
    </message>
    <message>
        <source>the reply to “{when}” can never be shown</source>
        <translation>“{when}”에 대한 피드백은 나올 수 없습니다</translation>
    </message>
    <message>
        <source>its task cannot be done: {deed}</source>
        <translation>과제를 끝낼 수 없습니다: {deed}</translation>
    </message>
    <message>
        <source>its task is already done at the start: {done}</source>
        <translation>과제가 시작할 때 이미 끝나 있습니다: {done}</translation>
    </message>
    <message>
        <source>no claim proves that its task can be done: {done}</source>
        <translation>과제를 끝낼 수 있음을 보이는 주장이 없습니다: {done}</translation>
    </message>
    <message>
        <source>the condition “{text}”: {error}</source>
        <translation>조건 “{text}”: {error}</translation>
    </message>
    <message>
        <source>“{text}” is not a number. Type one such as 0.5</source>
        <translation>“{text}”은(는) 숫자가 아닙니다. 0.5처럼 입력하세요</translation>
    </message>
    <message>
        <source>“{text}” is not a shape. Type one such as (2, 4, 2)</source>
        <translation>“{text}”은(는) 형상이 아닙니다. (2, 4, 2)처럼 입력하세요</translation>
    </message>
    <message>
        <source>the quantity asked for is not finite</source>
        <translation>묻는 값이 숫자가 아닙니다</translation>
    </message>
    <message>
        <source>expected 1 number, got {count}</source>
        <translation>답에 값이 {count}개 있습니다</translation>
    </message>
    <message>
        <source>a network has no “{name}”</source>
        <translation>네트워크에는 “{name}” 항목이 없습니다</translation>
    </message>
    <message>
        <source>unknown example “{name}”; known: {known}</source>
        <translation>“{name}” 예제가 없습니다. 쓸 수 있는 것: {known}</translation>
    </message>
    <message>
        <source>unknown dtype “{name}”; known: {known}</source>
        <translation>“{name}” dtype이 없습니다. 쓸 수 있는 것: {known}</translation>
    </message>
    <message>
        <source>unknown initialisation “{name}”; known: {known}</source>
        <translation>가중치를 “{name}” 방식으로 뽑을 수 없습니다. 쓸 수 있는 것: {known}</translation>
    </message>
    <message>
        <source>labels: exactly {count} are needed</source>
        <translation>labels: 시점은 {count}개입니다</translation>
    </message>
    <message>
        <source>a readout or loss</source>
        <translation>출력층과 손실</translation>
    </message>
    <message>
        <source>a network needs one of sequence, rows or noise</source>
        <translation>네트워크에는 sequence, rows, noise 가운데 하나가 필요합니다</translation>
    </message>
    <message>
        <source>a lesson file can be at most 1 MB</source>
        <translation>레슨 파일은 1 MB까지입니다</translation>
    </message>
    <message>
        <source>it is not UTF-8. Save it as UTF-8</source>
        <translation>UTF-8이 아닙니다. UTF-8로 저장하세요</translation>
    </message>
    <message>
        <source>it is not valid TOML: {error}</source>
        <translation>TOML이 아닙니다: {error}</translation>
    </message>
    <message>
        <source>a lesson</source>
        <translation>레슨</translation>
    </message>
    <message>
        <source>a lesson needs a [[step]]</source>
        <translation>레슨에는 [[step]]이 필요합니다</translation>
    </message>
    <message>
        <source>step {place} needs its own id</source>
        <translation>단계 {place}에 고유한 id가 필요합니다</translation>
    </message>
    <message>
        <source>a step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>a reply</source>
        <translation>피드백</translation>
    </message>
    <message>
        <source>a button</source>
        <translation>버튼</translation>
    </message>
    <message>
        <source>unknown question “{kind}”; known: {known}</source>
        <translation>“{kind}”이라는 질문 종류가 없습니다. 쓸 수 있는 것: {known}</translation>
    </message>
    <message>
        <source>an option is repeated</source>
        <translation>같은 선택지가 두 번 나옵니다</translation>
    </message>
    <message>
        <source>the answer “{answer}” is not one of the options</source>
        <translation>답 “{answer}”이(가) 선택지에 없습니다</translation>
    </message>
    <message>
        <source>“{text}” cannot be covered. Use one such as c[1] @ 2..20</source>
        <translation>“{text}”은(는) 가릴 수 없습니다. c[1] @ 2..20처럼 적으세요</translation>
    </message>
    <message>
        <source>scale must be two numbers, the smaller first</source>
        <translation>scale은 작은 수부터 적은 두 수입니다</translation>
    </message>
    <message>
        <source>{name} must be a list</source>
        <translation>{name}은(는) 목록이어야 합니다</translation>
    </message>
    <message>
        <source>{name} must be a table</source>
        <translation>{name}은(는) 표여야 합니다</translation>
    </message>
    <message>
        <source>{what} has no “{name}”</source>
        <translation>{what}에는 “{name}” 항목이 없습니다</translation>
    </message>
    <message>
        <source>{name} must be a list of tables</source>
        <translation>{name}은(는) 표의 목록이어야 합니다</translation>
    </message>
    <message>
        <source>{name} must be text</source>
        <translation>{name}: 여기에는 글이 와야 합니다</translation>
    </message>
    <message>
        <source>{name} must be true or false</source>
        <translation>{name}은(는) true나 false입니다</translation>
    </message>
    <message>
        <source>{name} must be a whole number ≥ {least}</source>
        <translation>{name}은(는) {least} 이상의 정수입니다</translation>
    </message>
    <message>
        <source>{name} must be a number</source>
        <translation>{name}은(는) 숫자입니다</translation>
    </message>
    <message>
        <source>{name} must be at least {least}</source>
        <translation>{name}은(는) {least}보다 작을 수 없습니다</translation>
    </message>
    <message>
        <source>{name} must be a number, a list of numbers or equal-length lists</source>
        <translation>{name}은(는) 숫자이거나 길이가 같은 숫자 목록입니다</translation>
    </message>
    <message>
        <source>One number</source>
        <translation>숫자 하나</translation>
    </message>
    <message>
        <source>The conveyor belt</source>
        <translation>컨베이어 벨트</translation>
    </message>
    <message>
        <source>Write and forget</source>
        <translation>쓰기와 잊기</translation>
    </message>
    <message>
        <source>Cell and output</source>
        <translation>셀 상태와 출력</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>세기</translation>
    </message>
    <message>
        <source>Why not an RNN?</source>
        <translation>왜 RNN으로는 안 될까</translation>
    </message>
    <message>
        <source>Every nn.LSTM argument</source>
        <translation>nn.LSTM의 모든 인수</translation>
    </message>
    <message>
        <source>Batches and padding</source>
        <translation>배치와 패딩</translation>
    </message>
    <message>
        <source>Prediction and loss</source>
        <translation>예측과 손실</translation>
    </message>
    <message>
        <source>The backward pass</source>
        <translation>역전파</translation>
    </message>
    <message>
        <source>Vanishing gradients</source>
        <translation>기울기 소실</translation>
    </message>
    <message>
        <source>Learning parity</source>
        <translation>패리티 배우기</translation>
    </message>
    <message>
        <source>Find the mismatch</source>
        <translation>어디서 달라졌을까</translation>
    </message>
    <message>
        <source>Open a lesson</source>
        <translation>레슨 열기</translation>
    </message>
    <message>
        <source>Lessons ({kinds})</source>
        <translation>레슨({kinds})</translation>
    </message>
    <message>
        <source>{count} of {all} steps done</source>
        <translation>{all}단계 중 {count}단계 완료</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>내 답</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답하기</translation>
    </message>
    <message>
        <source>Type your answer: 0.5, 0,5 and 1/2 are the same</source>
        <translation>답을 입력하세요. 0.5, 0,5, 1/2은 모두 같습니다</translation>
    </message>
    <message>
        <source>Submit this answer (Enter); you get a second try</source>
        <translation>이 답을 냅니다. 한 번 더 시도할 수 있습니다(Enter)</translation>
    </message>
    <message>
        <source>Drag the ring to your answer, or move it with the arrow keys</source>
        <translation>동그라미를 답 위치로 끌거나 화살표 키로 옮기세요</translation>
    </message>
    <message>
        <source>a shape: (…, …)</source>
        <translation>형상: (…, …)</translation>
    </message>
    <message>
        <source>a power of ten</source>
        <translation>10의 거듭제곱</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>숫자</translation>
    </message>
    <message>
        <source>Your answer on a scale</source>
        <translation>눈금 위의 내 답</translation>
    </message>
    <message>
        <source>the correct answer is {answer}</source>
        <translation>정답은 {answer}</translation>
    </message>
    <message>
        <source>histories work only for a single sequence, and this is a batch</source>
        <translation>과거 구간은 시퀀스 하나에서만 만들 수 있는데 이것은 배치입니다</translation>
    </message>
    <message>
        <source>no history of {length} timesteps ends at {first}..{last}</source>
        <translation>{first}~{last}에서 끝나는 {length}시점짜리 구간은 없습니다</translation>
    </message>
    <message>
        <source>unknown task “{name}”; known: {known}</source>
        <translation>“{name}” 과제는 없습니다. 다음 중에서 고르세요: {known}</translation>
    </message>
    <message>
        <source>the task “{name}” sets its own sequence length</source>
        <translation>“{name}” 과제는 시퀀스 길이가 정해져 있습니다</translation>
    </message>
    <message>
        <source>Answer: {option}</source>
        <translation>답: {option}</translation>
    </message>
    <message>
        <source>Quiz</source>
        <translation>퀴즈</translation>
    </message>
    <message>
        <source>No question here. Step forward, or step back to be asked again.</source>
        <translation>여기서는 묻지 않습니다. 계속 진행하거나 되돌아가서 다시 질문을 받으세요.</translation>
    </message>
    <message>
        <source>Which unit will have the largest {quantity} at t {t}?</source>
        <translation>t {t}에서 {quantity}이(가) 가장 큰 유닛은 어느 것일까요?</translation>
    </message>
    <message>
        <source>What sign will {number} have at t {t}?</source>
        <translation>t {t}에서 {number}의 부호는 무엇일까요?</translation>
    </message>
    <message>
        <source>What will {number} be at t {t}?</source>
        <translation>t {t}에서 {number}은(는) 얼마일까요?</translation>
    </message>
    <message>
        <source>{number} at t {t}: {truth}.</source>
        <translation>t {t}의 {number}: {truth}.</translation>
    </message>
    <message>
        <source>Correct.</source>
        <translation>맞습니다.</translation>
    </message>
    <message>
        <source>Your answer: {answer}.</source>
        <translation>{answer}(으)로 답했습니다.</translation>
    </message>
    <message>
        <source>Almost: your answer was {answer}.</source>
        <translation>비슷합니다. {answer}(으)로 답했습니다.</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>레슨 목록</translation>
    </message>
    <message>
        <source>A lesson is done when all of its steps are. Progress is saved.</source>
        <translation>모든 단계를 마치면 레슨이 완료됩니다. 완료한 내용은 다음에 다시 열어도 남아 있습니다.</translation>
    </message>
    <message>
        <source>{count} of {all} done</source>
        <translation>{all}개 중 {count}개 완료</translation>
    </message>
    <message>
        <source>next</source>
        <translation>다음 레슨</translation>
    </message>
    <message>
        <source>Lesson {number} of {count}</source>
        <translation>레슨 {count}개 중 {number}번째</translation>
    </message>
    <message>
        <source>First and last</source>
        <translation>처음과 마지막</translation>
    </message>
    <message>
        <source>Two directions, opposite ends.</source>
        <translation>방향마다 끝나는 곳이 다릅니다.</translation>
    </message>
    <message>
        <source>Both directions have the same weights and keep the last word that they read. One reads from the left, so at the last timestep it outputs no. The other reads from the right: at the last timestep it has read only one word, and it outputs yes only at the first. So output[-1] is not the final state of the reverse direction, but h_n is: see the lesson “Layers and directions”.</source>
        <translation>두 방향은 가중치가 같고, 마지막으로 읽은 단어를 간직합니다. 하나는 왼쪽부터 읽으므로 마지막 시점에서 no를 내보냅니다. 다른 하나는 오른쪽부터 읽으므로 마지막 시점에서는 단어 하나만 읽었고, 첫 시점에 이르러서야 yes를 내보냅니다. 그래서 역방향의 마지막 값은 output[-1]이 아니라 h_n에 있습니다. 레슨 “층과 방향”을 보세요.</translation>
    </message>
    <message>
        <source>Four actions</source>
        <translation>네 가지 동작</translation>
    </message>
    <message>
        <source>Keep, overwrite, add, erase.</source>
        <translation>유지, 덮어쓰기, 더하기, 지우기.</translation>
    </message>
    <message>
        <source>Two gates, each open or closed, give four actions. While no word arrives, f is open and i is closed: c is kept. On set it is the other way round, and c is overwritten. On add, both are open and 1 is added; on wipe, both are closed and nothing is left. Set the weight of wipe in f to −10, and wipe forgets only half. Step by step: see the lesson “Write and forget”.</source>
        <translation>게이트 두 개가 열리고 닫히며 네 가지 동작을 합니다. 단어가 오지 않으면 f는 열리고 i는 닫혀 c가 유지됩니다. set에서는 반대가 되어 c를 덮어씁니다. add에서는 둘 다 열려 1이 더해지고, wipe에서는 둘 다 닫혀 아무것도 남지 않습니다. f에서 wipe의 가중치를 −10으로 바꾸면 절반만 잊습니다. 한 단계씩 보려면 레슨 “쓰기와 잊기”를 보세요.</translation>
    </message>
    <message>
        <source>Gated output</source>
        <translation>게이트로 막은 출력</translation>
    </message>
    <message>
        <source>One unit gates another&apos;s h.</source>
        <translation>한 유닛이 다른 유닛의 o를 엽니다.</translation>
    </message>
    <message>
        <source>Unit 0 remembers a mark. Unit 1 counts the taps in c, but h shows the count only while its output gate is open, and one weight of W_hh, from h of unit 0, opens that gate. After clear, two taps are counted in c only; then a mark comes, and one step later h shows them: W_hh reads the h of the previous step. Set the weight of clear in f of unit 0 to 0, and those taps show as well. What o does: see the lesson “Cell and output”.</source>
        <translation>유닛 0은 mark를 기억합니다. 유닛 1은 c에서 tap을 세지만 출력 게이트가 열려 있을 때만 h에 나타나고, 유닛 0의 h에서 오는 W_hh의 가중치 하나가 그 게이트를 엽니다. clear 뒤의 tap 두 번은 c에서만 세어집니다. 그다음 mark가 오고 한 단계 뒤에 h에 나타납니다. W_hh는 이전 단계의 h를 읽기 때문입니다. 유닛 0의 f에서 clear의 가중치를 0으로 바꾸면 그 tap도 나타납니다. o가 하는 일은 레슨 “셀 상태와 출력”을 보세요.</translation>
    </message>
    <message>
        <source>Parity by hand</source>
        <translation>손으로 만든 패리티</translation>
    </message>
    <message>
        <source>Odd or even, in one unit.</source>
        <translation>유닛 하나로 홀짝을 가립니다.</translation>
    </message>
    <message>
        <source>Plus means an odd number of ones so far, minus an even number. At a 1, f closes and g writes the opposite of h, so the sign flips. At a 0 nothing happens. It starts with minus, because zero is even. Set c_0 and h_0 to 0, and h stays 0 for ever, since 0 has no opposite. How a network learns this: see the lesson “Learning parity”.</source>
        <translation>플러스는 지금까지 1이 홀수 번, 마이너스는 짝수 번 나왔다는 뜻입니다. 1에서는 f가 닫히고 g가 h의 반대를 써서 부호가 뒤집힙니다. 0에서는 아무 일도 없습니다. 0번은 짝수이므로 마이너스에서 시작합니다. c_0과 h_0을 0으로 바꾸면 h는 끝까지 0입니다. 0에는 반대가 없기 때문입니다. 네트워크가 이것을 어떻게 배우는지는 레슨 “패리티 배우기”를 보세요.</translation>
    </message>
    <message>
        <source>unknown lesson “{name}”; known: {known}</source>
        <translation>‘{name}’(이)라는 레슨이 없습니다: {known}</translation>
    </message>
    <message>
        <source>unknown lesson step “{name}”; known: {known}</source>
        <translation>이 레슨에는 ‘{name}’ 단계가 없습니다: {known}</translation>
    </message>
    <message>
        <source>a value in braces is not finite</source>
        <translation>중괄호 안의 값이 숫자가 아닙니다</translation>
    </message>
    <message>
        <source>Word at this &amp;timestep</source>
        <translation>이 시점의 단어(&amp;T)</translation>
    </message>
    <message>
        <source>{word} at t {t}</source>
        <translation>t {t}에 {word}</translation>
    </message>
    <message>
        <source>{word} at t {t} of row {row}</source>
        <translation>배치 행 {row}의 t {t}에 {word}</translation>
    </message>
    <message>
        <source>Parquet needs the package {package}, which is not installed: {command}</source>
        <translation>Parquet에는 {package} 패키지가 필요합니다. 설치: {command}</translation>
    </message>
    <message>
        <source>a temporary file</source>
        <translation>임시 파일</translation>
    </message>
    <message>
        <source>Another experiment was opened meanwhile</source>
        <translation>그사이 다른 실험이 열렸습니다</translation>
    </message>
    <message>
        <source>Not done: {label}. {why}</source>
        <translation>적용하지 않았습니다({label}). {why}</translation>
    </message>
    <message>
        <source>No number to explain yet. Take a step, or click a number</source>
        <translation>아직 설명할 값이 없습니다. 단계를 진행하거나 값을 클릭하세요</translation>
    </message>
</context>
</TS>
